/**
 * The few ROS 2 messages that are spoken here, and their CDR form: bounded, reusable, no
 * allocation.
 */
package io.mbmpo.controller.ros;
