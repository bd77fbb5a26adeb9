#include "faults.h"

#include <cmath>
#include <sstream>

namespace mbmpo {
namespace {

constexpr double kMostN = 10000;
constexpr double kMostS = 60;
constexpr double kMostKg = 100;

}  // namespace

Faults::Faults(gazebo::physics::LinkPtr trunk, const std::vector<gazebo::physics::JointPtr> &joints)
    : trunk_(trunk), massKg_(trunk->GetInertial()->Mass()) {
  for (const auto &joint : joints) {
    joints_[joint->GetName()] = joint;
    limits_[joint->GetName()] = {joint->LowerLimit(0), joint->UpperLimit(0)};
  }
}

std::string Faults::apply(const std::string &line) {
  std::istringstream words(line);
  std::string verb, object;
  words >> verb;
  std::string wrong;
  if (verb == "freeze" || verb == "release") {
    words >> object;
    wrong = freeze(object, verb == "freeze");
  } else if (verb == "joints" || verb == "imu" || verb == "odom") {
    words >> object;
    bool &which = verb == "joints" ? published_.joints : verb == "imu" ? published_.imu : published_.odometry;
    if (object == "on" || object == "off") {
      which = object == "on";
    } else {
      wrong = verb + " is switched on or off, not \"" + object + "\"";
    }
  } else if (verb == "push") {
    double x, y, z, s;
    if (words >> x >> y >> z >> s && std::hypot(x, y, z) <= kMostN && s > 0 && s <= kMostS) {
      push_.Set(x, y, z);
      pushLeftS_ = s;
    } else {
      wrong = "push wants FX FY FZ (up to 10000 N) and SECONDS (up to 60)";
    }
  } else if (verb == "payload") {
    double kg;
    wrong = words >> kg ? payload(kg) : "payload wants kilograms";
  } else if (verb == "clear") {
    clear();
  } else {
    wrong = "no fault \"" + verb + "\"; there are freeze, release, joints, imu, odom, push, payload, clear";
  }
  std::string rest;
  if (wrong.empty() && words >> rest) {
    wrong = "\"" + rest + "\" is too much";
  }
  return wrong.empty() ? "ok: " + line : "refused: " + wrong;
}

std::string Faults::freeze(const std::string &name, bool frozen) {
  auto found = joints_.find(name);
  if (found == joints_.end()) {
    return "no joint \"" + name + "\"";
  }
  const auto &joint = found->second;
  if (frozen) {
    double at = joint->Position(0);
    joint->SetLowerLimit(0, at);
    joint->SetUpperLimit(0, at);
  } else {
    loosen(joint);
  }
  return "";
}

void Faults::loosen(const gazebo::physics::JointPtr &joint) {
  auto [lower, upper] = limits_[joint->GetName()];
  joint->SetLowerLimit(0, lower);
  joint->SetUpperLimit(0, upper);
}

std::string Faults::payload(double kg) {
  if (!(kg >= 0 && kg <= kMostKg)) {
    return "payload of 0 to 100 kg";
  }
  trunk_->GetInertial()->SetMass(massKg_ + kg);
  trunk_->UpdateMass();
  return "";
}

void Faults::clear() {
  for (const auto &each : joints_) {
    loosen(each.second);
  }
  published_ = {};
  pushLeftS_ = 0;
  payload(0);
}

void Faults::step(double stepS) {
  if (pushLeftS_ > 0) {
    trunk_->AddForce(push_);
    pushLeftS_ -= stepS;
  }
}

}  // namespace mbmpo
