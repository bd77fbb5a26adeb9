/**
 * Sim-to-sim as the rehearsal of sim-to-real: a meta-policy of the embedded simulator is run,
 * adapted and fine-tuned in Gazebo, and compared with what is learned there from nothing.
 */
package io.mbmpo.launch.rehearsal;
