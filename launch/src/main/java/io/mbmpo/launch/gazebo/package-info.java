/** Gazebo 11 as the robot on the ROS 2 wire: finding it, building its plugin, running it. */
package io.mbmpo.launch.gazebo;
