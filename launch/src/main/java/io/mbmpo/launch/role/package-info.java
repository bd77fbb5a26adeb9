/** The processes of a run, wired: robot, learner, and what each leaves in the run folder. */
package io.mbmpo.launch.role;
