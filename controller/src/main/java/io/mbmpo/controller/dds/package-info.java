/**
 * ROS 2 without ROS: its topics on DDS (Fast DDS by {@code ihmc-pub-sub}), and both ends of a robot
 * on them.
 */
package io.mbmpo.controller.dds;
