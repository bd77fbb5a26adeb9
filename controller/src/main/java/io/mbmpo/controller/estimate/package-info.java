/** Base velocity, height and heading from IMU and legs, for a robot without odometry. */
package io.mbmpo.controller.estimate;
