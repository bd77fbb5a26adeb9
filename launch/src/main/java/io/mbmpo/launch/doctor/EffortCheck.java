package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/** Joint efforts of a robot that stands are about those that carry it. */
final class EffortCheck implements Check {
  private static final String WHAT = "joint efforts";
  private static final double LEAST = 0.3;
  private static final double MOST = 3;

  private final RobotConfig config;
  private final boolean hanging;

  EffortCheck(RobotConfig config, boolean hanging) {
    this.config = config;
    this.hanging = hanging;
  }

  @Override
  public Verdict judge(Evidence heard) {
    OnGround ground = new OnGround(config, heard, hanging);
    if (!ground.stands()) {
      return Verdict.note(WHAT, "not checked: tells only when the robot stands");
    }
    double told = 0;
    double wanted = 0;
    double[] carrying = ground.carryingNm();
    for (int i = 0; i < carrying.length; i++) {
      told += carrying[i] * ground.posture.effort[i];
      wanted += carrying[i] * carrying[i];
    }
    double ratio = told / wanted;
    if (Double.isNaN(ratio) || told == 0) {
      return Verdict.note(WHAT, "none are told, so the controller counts them as 0");
    }
    String figure = Verdict.text("%.2f × what carries the robot", ratio);
    if (ratio > LEAST && ratio < MOST) {
      return Verdict.ok(WHAT, figure);
    }
    return ratio < 0
        ? Verdict.fault(WHAT, figure + ": wrong sign", "turn the sign as that of the position")
        : Verdict.warn(WHAT, figure, "publish N·m behind the gear, not the motor's current");
  }
}
