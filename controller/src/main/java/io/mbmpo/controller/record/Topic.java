package io.mbmpo.controller.record;

/** Topics of a recording. */
public enum Topic {
  JOINT_STATES("/joint_states"),
  IMU("/imu/data"),
  ODOMETRY("/odom"),
  TRANSFORM("/tf"),
  POSITION_COMMANDS("/forward_position_controller/commands"),
  DIAGNOSTICS("/diagnostics"),
  OPERATOR("/joy"),
  ROLLOUT("/mbmpo/rollout"),
  POLICY("/mbmpo/policy"),
  COMMAND("/mbmpo/command"),
  /** The last message of every tick. */
  TICK("/mbmpo/tick");

  private final String text;

  Topic(String text) {
    this.text = text;
  }

  /** Its name. */
  public String text() {
    return text;
  }
}
