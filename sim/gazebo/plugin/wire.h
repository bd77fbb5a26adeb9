// The robot's end of the ROS 2 wire, on Cyclone DDS: sensors out, commands, resets and faults in.
// One thread. Names are whole DDS names (rt/joint_states).
#pragma once

#include <dds/dds.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mbmpo {

struct Topics {
  std::string jointStates, imu, odometry, commands, reset, resetDone, fault, faultDone;
};

// What is measured at a tick. Stamps are ROS time, ns; vectors of the trunk in its own frame.
struct Sample {
  int64_t stampNanos = 0;
  std::vector<double> position, velocity, effort;  // rad, rad/s, N·m
  double orientation[4] = {0, 0, 0, 1};            // x, y, z, w; trunk in the world
  double angularVelocity[3] = {};                  // rad/s
  double specificForce[3] = {};                    // m/s²
  double place[3] = {};                            // m; z above the ground
  double linearVelocity[3] = {};                   // m/s
};

// Which of the three are published; a fault switches them off.
struct Published {
  bool joints = true, imu = true, odometry = true;
};

class Wire {
 public:
  // Throws std::runtime_error when the domain cannot be joined.
  Wire(int domain, const Topics &topics, const std::string &trunk, const std::vector<std::string> &joints);
  ~Wire();
  Wire(const Wire &) = delete;
  Wire &operator=(const Wire &) = delete;

  void publish(const Sample &sample, const Published &which);

  // Copies the newest command, true; false when there is none since. Others than of `length`
  // finite numbers are refused, and counted.
  bool takeCommand(size_t length, std::vector<double> &into);

  // Whether a reset was asked for since.
  bool takeReset();
  void sayReset();

  // Hands every fault asked for since to `answer`, and publishes what it returns.
  void takeFaults(const std::function<std::string(const std::string &)> &answer);

  // Waits until something may have come in, or for so long.
  void await(int64_t nanos);

  long refused() const { return refused_; }

 private:
  dds_entity_t topic(const dds_topic_descriptor_t &type, const std::string &name);
  dds_entity_t writer(const dds_topic_descriptor_t &type, const std::string &name, int depth);
  dds_entity_t reader(const dds_topic_descriptor_t &type, const std::string &name);

  dds_entity_t participant_ = 0, set_ = 0;
  dds_entity_t joints_ = 0, imu_ = 0, odometry_ = 0, commands_ = 0;
  dds_entity_t reset_ = 0, resetDone_ = 0, fault_ = 0, faultDone_ = 0;
  std::string trunk_;
  std::vector<std::string> names_;
  std::vector<char *> namePointers_;
  long refused_ = 0;
};

}  // namespace mbmpo
