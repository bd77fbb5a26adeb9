package io.mbmpo.launch.command;

/** How the controller reaches its robot. */
enum Wire {
  /** Simulated in the controller's process. */
  NONE,
  /** By ROS 2 topics. */
  ROS2
}
