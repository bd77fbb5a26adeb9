package io.mbmpo.sim.gazebo;

import java.util.Locale;

/** Gazebo as it comes with a ROS 2 distribution, and what its systems are called there. */
public enum GazeboRelease {
  /** Gazebo 6, with ROS 2 Humble and {@code ign_ros2_control}. */
  FORTRESS(
      "ignition-gazebo-", "ignition::gazebo::systems::", "ignition.msgs.", "ign_ros2_control") {
    @Override
    String controlPlugin() {
      return "ign_ros2_control::IgnitionROS2ControlPlugin";
    }

    @Override
    String hardware() {
      return "ign_ros2_control/IgnitionSystem";
    }
  },
  /** Gazebo 8, with ROS 2 Jazzy and {@code gz_ros2_control}. */
  HARMONIC("gz-sim-", "gz::sim::systems::", "gz.msgs.", "gz_ros2_control") {
    @Override
    String controlPlugin() {
      return "gz_ros2_control::GazeboSimROS2ControlPlugin";
    }

    @Override
    String hardware() {
      return "gz_ros2_control/GazeboSimSystem";
    }
  };

  private final String files;
  private final String systems;
  private final String messages;
  private final String control;

  GazeboRelease(String files, String systems, String messages, String control) {
    this.files = files;
    this.systems = systems;
    this.messages = messages;
    this.control = control;
  }

  /** As it is typed. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a message as {@code ros_gz_bridge} is told it, e.g. {@code gz.msgs.IMU}. */
  public String message(String name) {
    return messages + name;
  }

  /** Library of one of Gazebo's own systems, e.g. of {@code odometry-publisher}. */
  String file(String system) {
    return files + system + "-system";
  }

  /** Class of one of Gazebo's own systems, e.g. of {@code OdometryPublisher}. */
  String system(String name) {
    return systems + name;
  }

  /** Library that runs a controller manager in Gazebo. */
  String controlFile() {
    return control + "-system";
  }

  /** Class that runs a controller manager in Gazebo. */
  abstract String controlPlugin();

  /** Class that is the joints' hardware to ros2_control. */
  abstract String hardware();
}
