package io.mbmpo.launch.fault;

import java.util.Locale;

/**
 * What can be wrong with a simulated robot on the wire, as {@code ./mbmpo sim --fault} names it.
 */
public enum SimFault {
  JOINTS_SWAPPED("the second and third joint are exchanged"),
  JOINT_FLIPPED("the third joint turns the other way"),
  DEGREES("joints are told in degrees"),
  VELOCITY_FLIPPED("joint velocities have the wrong sign"),
  JOINT_RENAMED("the third joint has another name"),
  JOINTS_SLOW("joint states come 25 times more seldom"),
  IMU_SILENT("nothing comes on the IMU's topic"),
  IMU_IN_G("the accelerometer tells g, not m/s²"),
  IMU_TILTED("the IMU is mounted 0.4 rad about x from what it should be"),
  ACCELEROMETER_AXES("the accelerometer's y and z axes are exchanged"),
  GYRO_BIAS("the gyroscope tells 0.8 rad/s about z at rest"),
  ODOMETRY_LOW("odometry's height counts from where the robot was switched on"),
  CLOCK_BEHIND("stamps are 0.5 s behind"),
  COMMANDS_ELSEWHERE("commands are taken on another topic"),
  OTHER_CONTROLLER("somebody else commands the joints"),
  BATTERY_LOW("the battery is at 7 %");

  private final String meaning;

  SimFault(String meaning) {
    this.meaning = meaning;
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
