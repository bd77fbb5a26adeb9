// What goes wrong on demand. A fault is a line of text:
//   freeze JOINT | release JOINT
//   joints|imu|odom off|on
//   push FX FY FZ SECONDS      N in the world's frame, at the trunk's centre of mass
//   payload KG                 point mass fixed at the trunk's centre of mass; 0 takes it off
//   clear                      all of it ends
#pragma once

#include <gazebo/gazebo.hh>
#include <gazebo/physics/physics.hh>
#include <map>
#include <string>
#include <vector>

#include "wire.h"

namespace mbmpo {

class Faults {
 public:
  Faults(gazebo::physics::LinkPtr trunk, const std::vector<gazebo::physics::JointPtr> &joints);

  // "ok: LINE", or "refused: why".
  std::string apply(const std::string &line);

  // Ends all.
  void clear();

  // Before each physics step.
  void step(double stepS);

  const Published &published() const { return published_; }

 private:
  std::string freeze(const std::string &name, bool frozen);
  void loosen(const gazebo::physics::JointPtr &joint);
  std::string payload(double kg);

  gazebo::physics::LinkPtr trunk_;
  std::map<std::string, gazebo::physics::JointPtr> joints_;
  std::map<std::string, std::pair<double, double>> limits_;
  double massKg_;
  Published published_;
  ignition::math::Vector3d push_;
  double pushLeftS_ = 0;
};

}  // namespace mbmpo
