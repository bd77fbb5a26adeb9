/**
 * Every tick on disk: the control thread writes into a ring of preallocated records, a thread of
 * its own writes them out as ROS 2 messages in MCAP files, bounded in size, readable after a crash,
 * and complete enough to run the controller again on what it saw.
 */
package io.mbmpo.controller.record;
