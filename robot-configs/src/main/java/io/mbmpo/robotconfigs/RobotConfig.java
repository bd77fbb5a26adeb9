package io.mbmpo.robotconfigs;

import java.util.List;

/**
 * Everything known about one robot before it is switched on. Immutable; made by the loader only
 * after schema and physical checks have passed.
 *
 * @param name folder name, lower case, also the robot's name on the wire
 * @param description one line for people
 * @param joints actuated joints; their order is the order of every joint vector, action and
 *     observation in the project. On the wire joints are matched by name, never by order
 * @param model links and joints of the URDF
 * @param control rates, filter and rate limit of the control loop
 * @param standUp how the robot gets from the ground to its stance
 * @param safety thresholds of the failsafe table
 * @param task reward, termination and episode length
 * @param simulation what only the embedded simulator needs
 * @param onboard how the robot is looked after while it runs
 * @param ros2 how the robot is reached over ROS 2
 * @param estimator how base velocity, height and heading are estimated; null: the robot gives
 *     odometry
 * @param hash SHA-256 (hex) over the canonical configuration and its URDF; a snapshot learned for
 *     another hash is refused
 */
public record RobotConfig(
    String name,
    String description,
    List<JointConfig> joints,
    KinematicTree model,
    ControlConfig control,
    StandUpConfig standUp,
    SafetyConfig safety,
    TaskConfig task,
    SimulationConfig simulation,
    OnboardConfig onboard,
    Ros2Config ros2,
    EstimatorConfig estimator,
    String hash) {
  public RobotConfig {
    joints = List.copyOf(joints);
  }

  /** The same robot with its odometry withheld, if it has any: estimates take its place. */
  public RobotConfig withoutOdometry() {
    return estimator != null ? this : with(simulation, EstimatorConfig.DEFAULT);
  }

  /** The same with other simulation settings and estimator; neither is part of the hash. */
  public RobotConfig with(SimulationConfig simulated, EstimatorConfig estimating) {
    return with(control, simulated, ros2, estimating, hash);
  }

  /** The same with other rates, for measuring and rehearsing; the hash stays. */
  public RobotConfig with(ControlConfig other) {
    return with(other, simulation, ros2, estimator, hash);
  }

  /** The same, reached over ROS 2 in another way, which is no part of the hash. */
  public RobotConfig with(Ros2Config other) {
    return with(control, simulation, other, estimator, hash);
  }

  /** The same with another hash. */
  RobotConfig withHash(String other) {
    return with(control, simulation, ros2, estimator, other);
  }

  private RobotConfig with(
      ControlConfig controlled,
      SimulationConfig simulated,
      Ros2Config reached,
      EstimatorConfig estimating,
      String otherHash) {
    return new RobotConfig(
        name,
        description,
        joints,
        model,
        controlled,
        standUp,
        safety,
        task,
        simulated,
        onboard,
        reached,
        estimating,
        otherHash);
  }

  /** Number of actuated joints. */
  public int jointCount() {
    return joints.size();
  }
}
