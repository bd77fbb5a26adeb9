package io.mbmpo.launch.role;

import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.gazebo.Ground;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run whose robot walks in Gazebo, in lockstep, on the ROS 2 wire; kept in {@code run.yaml} under
 * {@code gazebo}.
 *
 * @param ground what it walks on, as it is typed
 * @param wire where on the wire
 */
public record GazeboSettings(String ground, WireSettings wire) {
  /** Where these settings stand in a run's. */
  public static final String GROUP = "gazebo";

  /**
   * @throws IllegalArgumentException when there is no such ground: a run.yaml may have been edited
   *     by hand
   */
  public GazeboSettings {
    if (Ground.of(ground).isEmpty()) {
      throw new IllegalArgumentException(
          "ground is \"%s\"; allowed: %s"
              .formatted(
                  ground,
                  Stream.of(Ground.values()).map(Ground::text).collect(Collectors.joining(", "))));
    }
  }

  /** The run's; empty when its robot is elsewhere. */
  public static Optional<GazeboSettings> of(RunDescription run) {
    return run.settings().containsKey(GROUP)
        ? Optional.of(run.settings(GROUP, GazeboSettings.class))
        : Optional.empty();
  }

  /**
   * What Gazebo is to simulate.
   *
   * @param seed of the start poses
   */
  public Scene scene(RobotConfig robot, long seed) {
    return new Scene(
        robot, Ground.of(ground).orElseThrow(), wire.config(robot), wire.names(), true, seed);
  }
}
