package io.mbmpo.controller.ros;

/** Names of a message type: ROS 2's own, and the one that ROS 2 gives it on the wire. */
public enum RosType {
  JOINT_STATE("sensor_msgs", "JointState"),
  IMU("sensor_msgs", "Imu"),
  ODOMETRY("nav_msgs", "Odometry"),
  JOY("sensor_msgs", "Joy"),
  BATTERY_STATE("sensor_msgs", "BatteryState"),
  BOOL("std_msgs", "Bool"),
  STRING("std_msgs", "String"),
  FLOAT64_MULTI_ARRAY("std_msgs", "Float64MultiArray"),
  DIAGNOSTIC_ARRAY("diagnostic_msgs", "DiagnosticArray");

  private final String rosName;
  private final String ddsName;

  RosType(String pkg, String name) {
    rosName = pkg + "/msg/" + name;
    ddsName = pkg + "::msg::dds_::" + name + "_";
  }

  /** E.g. {@code sensor_msgs/msg/JointState}. */
  public String rosName() {
    return rosName;
  }

  /** E.g. {@code sensor_msgs::msg::dds_::JointState_}. */
  public String ddsName() {
    return ddsName;
  }
}
