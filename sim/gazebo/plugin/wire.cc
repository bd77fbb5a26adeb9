#include "wire.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

extern "C" {
#include "ros.h"
}

namespace mbmpo {
namespace {

constexpr int64_t kSecond = 1000000000;

dds_entity_t checked(dds_entity_t result, const std::string &what) {
  if (result < 0) {
    throw std::runtime_error(what + ": " + dds_strretcode(-result));
  }
  return result;
}

dds_qos_t *reliable(int depth) {
  dds_qos_t *qos = dds_create_qos();
  dds_qset_reliability(qos, DDS_RELIABILITY_RELIABLE, DDS_MSECS(100));
  dds_qset_durability(qos, DDS_DURABILITY_VOLATILE);
  dds_qset_history(qos, DDS_HISTORY_KEEP_LAST, depth);
  return qos;
}

void stamp(builtin_interfaces_msg_dds__Time_ &into, int64_t nanos) {
  into.sec = static_cast<int32_t>(nanos / kSecond);
  into.nanosec = static_cast<uint32_t>(nanos % kSecond);
}

// Calls `use` with every sample that has come since.
template <typename Message, typename Use>
void takeAll(dds_entity_t reader, Use use) {
  void *samples[1] = {nullptr};
  dds_sample_info_t info;
  while (dds_take(reader, samples, &info, 1, 1) > 0) {
    if (info.valid_data) {
      use(*static_cast<Message *>(samples[0]));
    }
    dds_return_loan(reader, samples, 1);
  }
}

}  // namespace

Wire::Wire(int domain, const Topics &topics, const std::string &trunk, const std::vector<std::string> &joints)
    : trunk_(trunk), names_(joints) {
  for (std::string &name : names_) {
    namePointers_.push_back(name.data());
  }
  participant_ = checked(dds_create_participant(domain, nullptr, nullptr), "domain " + std::to_string(domain));
  joints_ = writer(sensor_msgs_msg_dds__JointState__desc, topics.jointStates, 10);
  imu_ = writer(sensor_msgs_msg_dds__Imu__desc, topics.imu, 10);
  odometry_ = writer(nav_msgs_msg_dds__Odometry__desc, topics.odometry, 10);
  resetDone_ = writer(std_msgs_msg_dds__Bool__desc, topics.resetDone, 1);
  faultDone_ = writer(std_msgs_msg_dds__String__desc, topics.faultDone, 10);
  commands_ = reader(std_msgs_msg_dds__Float64MultiArray__desc, topics.commands);
  reset_ = reader(std_msgs_msg_dds__Bool__desc, topics.reset);
  fault_ = reader(std_msgs_msg_dds__String__desc, topics.fault);
  set_ = checked(dds_create_waitset(participant_), "waitset");
  for (dds_entity_t each : {commands_, reset_, fault_}) {
    checked(dds_set_status_mask(each, DDS_DATA_AVAILABLE_STATUS), "status mask");
    checked(dds_waitset_attach(set_, each, 0), "waitset");
  }
}

Wire::~Wire() { dds_delete(participant_); }

dds_entity_t Wire::topic(const dds_topic_descriptor_t &type, const std::string &name) {
  return checked(dds_create_topic(participant_, &type, name.c_str(), nullptr, nullptr), name);
}

dds_entity_t Wire::writer(const dds_topic_descriptor_t &type, const std::string &name, int depth) {
  dds_qos_t *qos = reliable(depth);
  dds_entity_t entity = dds_create_writer(participant_, topic(type, name), qos, nullptr);
  dds_delete_qos(qos);
  return checked(entity, name);
}

dds_entity_t Wire::reader(const dds_topic_descriptor_t &type, const std::string &name) {
  dds_qos_t *qos = reliable(10);
  dds_entity_t entity = dds_create_reader(participant_, topic(type, name), qos, nullptr);
  dds_delete_qos(qos);
  return checked(entity, name);
}

void Wire::publish(const Sample &s, const Published &which) {
  char odom[] = "odom";
  if (which.imu) {
    sensor_msgs_msg_dds__Imu_ imu = {};
    stamp(imu.header.stamp, s.stampNanos);
    imu.header.frame_id = trunk_.data();
    imu.orientation = {s.orientation[0], s.orientation[1], s.orientation[2], s.orientation[3]};
    imu.angular_velocity = {s.angularVelocity[0], s.angularVelocity[1], s.angularVelocity[2]};
    imu.linear_acceleration = {s.specificForce[0], s.specificForce[1], s.specificForce[2]};
    dds_write(imu_, &imu);
  }
  if (which.odometry) {
    nav_msgs_msg_dds__Odometry_ o = {};
    stamp(o.header.stamp, s.stampNanos);
    o.header.frame_id = odom;
    o.child_frame_id = trunk_.data();
    o.pose.pose.position = {s.place[0], s.place[1], s.place[2]};
    o.pose.pose.orientation = {s.orientation[0], s.orientation[1], s.orientation[2], s.orientation[3]};
    o.twist.twist.linear = {s.linearVelocity[0], s.linearVelocity[1], s.linearVelocity[2]};
    o.twist.twist.angular = {s.angularVelocity[0], s.angularVelocity[1], s.angularVelocity[2]};
    dds_write(odometry_, &o);
  }
  if (which.joints) {
    uint32_t n = static_cast<uint32_t>(names_.size());
    auto numbers = [n](const std::vector<double> &from) {
      return dds_sequence_double{n, n, const_cast<double *>(from.data()), false};
    };
    sensor_msgs_msg_dds__JointState_ state = {};
    stamp(state.header.stamp, s.stampNanos);
    state.header.frame_id = trunk_.data();
    state.name = {n, n, namePointers_.data(), false};
    state.position = numbers(s.position);
    state.velocity = numbers(s.velocity);
    state.effort = numbers(s.effort);
    dds_write(joints_, &state);
  }
}

bool Wire::takeCommand(size_t length, std::vector<double> &into) {
  bool fresh = false;
  takeAll<std_msgs_msg_dds__Float64MultiArray_>(commands_, [&](const auto &array) {
    const double *data = array.data._buffer;
    bool good = array.data._length == length &&
                std::all_of(data, data + length, [](double value) { return std::isfinite(value); });
    if (good) {
      into.assign(data, data + length);
      fresh = true;
    } else {
      refused_++;
    }
  });
  return fresh;
}

bool Wire::takeReset() {
  bool asked = false;
  takeAll<std_msgs_msg_dds__Bool_>(reset_, [&](const auto &message) { asked |= message.data; });
  return asked;
}

void Wire::sayReset() {
  std_msgs_msg_dds__Bool_ done = {true};
  dds_write(resetDone_, &done);
}

void Wire::takeFaults(const std::function<std::string(const std::string &)> &answer) {
  takeAll<std_msgs_msg_dds__String_>(fault_, [&](const auto &message) {
    std::string said = answer(message.data == nullptr ? "" : message.data);
    std_msgs_msg_dds__String_ done = {said.data()};
    dds_write(faultDone_, &done);
  });
}

void Wire::await(int64_t nanos) { dds_waitset_wait(set_, nullptr, 0, nanos); }

}  // namespace mbmpo
