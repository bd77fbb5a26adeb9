package io.mbmpo.controller.safety;

/** What can go wrong; what is done about it in which mode stands in {@link FailsafeTable}. */
public enum Condition {
  EMERGENCY_STOP("emergency stop", "pressed: the operator's button, a topic or a file"),
  INTERNAL_ERROR("internal error", "the tick threw an exception"),
  NON_FINITE_SENSOR("non-finite sensor", "a sample is NaN, infinite or absurdly large"),
  JOINT_STATE_STALE("joint state stale", "no joint state within safety.jointStateTimeoutS"),
  IMU_STALE("IMU stale", "no IMU sample within safety.imuTimeoutS"),
  ODOMETRY_STALE("odometry stale", "no odometry within safety.odometryTimeoutS"),
  SENSOR_STUCK("sensor stuck", "a sensor repeats itself for sensor_checks.stuck_s in motion"),
  JOINTS_IMPLAUSIBLE("joints implausible", "positions run away from the reported speeds"),
  ATTITUDE_IMPLAUSIBLE("attitude implausible", "IMU and odometry differ about which way is up"),
  TILT("tilt", "trunk tilted more than safety.maxTiltRad"),
  HEIGHT("height", "trunk lower than safety.minHeightM"),
  STAND_UP_FAILED("stand-up failed", "not upright at height when stand-up should be over"),
  RECOVERY_FAILED("recovery failed", "not upright after the legs were folded"),
  JOINT_POSITION_LIMIT("joint position limit", "past a limit by safety.positionMarginRad"),
  JOINT_VELOCITY_LIMIT("joint velocity limit", "above safety.velocityFactor times the limit"),
  JOINT_EFFORT_LIMIT("joint effort limit", "measured torque above the joint's limit"),
  TICK_OVERRUN("tick overrun", "safety.overrunTicks ticks in a row came late"),
  OPERATOR_LOST("operator lost", "the deadman button is wanted and not known to be held"),
  LAID_DOWN("laid down", "the operator laid the robot down, and neither clears nor stands it up"),
  SPOOL_FULL("spool full", "a finished episode cannot be written to disk"),
  CONFIG_MISMATCH("config mismatch", "a snapshot was made for another robot configuration"),
  SNAPSHOT_REJECTED("snapshot rejected", "the newest snapshot was refused"),
  COMMAND_SATURATION("command saturation", "targets are held back by position or rate limits"),
  LINK_LOST("link lost", "no connection to the broker"),
  RECORDER_STOPPED("recorder stopped", "ticks are no longer written to disk");

  private final String title;
  private final String meaning;

  Condition(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  /** Name for people, also as an episode's end. */
  public String title() {
    return title;
  }

  /** When it holds. */
  public String meaning() {
    return meaning;
  }

  /** This condition's bit in a set of conditions. Real-time safe. */
  @SuppressWarnings("EnumOrdinal") // the number means nothing outside of this process
  public long bit() {
    return 1L << ordinal();
  }
}
