package io.mbmpo.controller.faults;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Condition;

/** What the controller hears of robot and operator. */
enum Sensor {
  JOINT_STATE(
      "Joint state",
      "one knee reads 0.5 rad more than it is",
      Condition.JOINT_STATE_STALE,
      Bench.CONFIG.safety().jointStateTimeoutS()),
  IMU(
      "IMU",
      "the trunk reads as rolled by 1.2 rad",
      Condition.IMU_STALE,
      Bench.CONFIG.safety().imuTimeoutS()),
  ODOMETRY(
      "Odometry",
      "the trunk reads as 0.3 m lower than it is",
      Condition.ODOMETRY_STALE,
      Bench.CONFIG.safety().odometryTimeoutS()),
  OPERATOR(
      "Operator",
      "every button reads as its neighbour, so the deadman button as released",
      Condition.OPERATOR_LOST,
      Bench.CONFIG.onboard().operator().timeoutS());

  final String title;
  final String lie;
  final Condition stale;
  final double timeoutS;

  Sensor(String title, String lie, Condition stale, double timeoutS) {
    this.title = title;
    this.lie = lie;
    this.stale = stale;
    this.timeoutS = timeoutS;
  }
}
