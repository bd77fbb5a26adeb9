/**
 * The few classes that are bound to rcljava, and the program. They do what {@link
 * io.mbmpo.controller.rcl.RclNode} says and no more; all else is in {@code controller.rcl}, where
 * it is tested without ROS.
 */
package io.mbmpo.rosnode;
