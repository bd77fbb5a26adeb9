/** Episodes on the robot's disk until the learner has them, and the list of those it has. */
package io.mbmpo.link.spool;
