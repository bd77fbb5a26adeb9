/**
 * A robot on ROS 2 topics by rcljava, as far as no native library is needed: the node's settings,
 * its two threads, what it hears and says. The few classes that are bound to rcljava are in {@code
 * ros_ws/src/mbmpo_controller} and do no more than {@link io.mbmpo.controller.rcl.RclNode} says.
 */
package io.mbmpo.controller.rcl;
