// A joint's drive: the law by which it turns what it was told into torque.

#pragma once

#include <algorithm>
#include <cmath>
#include <gazebo/physics/physics.hh>

namespace mbmpo {

// Share of the speed limit up to which a motor gives its full torque, as the embedded simulator's.
constexpr double kFullTorqueSpeed = 0.8;

// A joint, its drive and what the drive was told last.
struct Drive {
  gazebo::physics::JointPtr joint;
  double kp, kd, damping, effortLimit, velocityLimit, lower, upper, crouch;
  size_t column;  // in a row of the command
  double position = 0, velocity = 0, effort = 0, gainP = 0, gainD = 0;
  double torque = 0;

  // kp (q* - q) + kd (v* - v) + effort, held to what the motor can give: towards its speed limit
  // it runs out of torque; braking is not limited by speed.
  double law(double q, double v) const {
    double wanted = gainP * (position - q) + gainD * (velocity - v) + effort;
    double limit = effortLimit;
    if (wanted * v > 0) {
      double left = (velocityLimit - std::abs(v)) / ((1 - kFullTorqueSpeed) * velocityLimit);
      limit *= std::max(0.0, std::min(1.0, left));
    }
    return std::max(-limit, std::min(limit, wanted));
  }

  void damp() {
    position = velocity = effort = gainP = 0;
    gainD = damping;
  }

  void limp() { position = velocity = effort = gainP = gainD = 0; }
};

}  // namespace mbmpo
