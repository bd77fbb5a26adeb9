package io.mbmpo.sim.gazebo;

/**
 * What the plugin is to do on the ROS 2 wire.
 *
 * @param domainId ROS domain
 * @param topics whole DDS names
 * @param lockstep physics waits for the command of every tick; else real time
 * @param seed of the first start pose; each reset takes the next
 */
public record GazeboWire(int domainId, Topics topics, boolean lockstep, long seed) {

  /** Whole DDS names, e.g. {@code rt/joint_states}. */
  public record Topics(
      String jointStates,
      String imu,
      String odometry,
      String commands,
      String reset,
      String resetDone,
      String fault,
      String faultDone) {}
}
