/**
 * What a robot on ROS 2 topics needs whichever wire carries them: from messages to the robot port
 * and back, clocks, names, and what is told about it. No native library.
 */
package io.mbmpo.controller.wire;
