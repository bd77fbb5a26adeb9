package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.sim.gazebo.Ground;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What the robot walks on. */
final class GroundOption {
  @Option(
      names = "--ground",
      defaultValue = "flat",
      paramLabel = "NAME",
      description = "flat, slope, rough or slippery (default: ${DEFAULT-VALUE}).")
  private String name;

  Ground ground() {
    return ground("--ground", name);
  }

  /** The ground of this name, which an option gave. */
  static Ground ground(String option, String name) {
    return Ground.of(name)
        .orElseThrow(
            () ->
                LaunchException.usage(
                    "%s is \"%s\"; there are %s"
                        .formatted(
                            option,
                            name,
                            Arrays.stream(Ground.values())
                                .map(ground -> ground.text() + " (" + ground.description() + ")")
                                .collect(Collectors.joining(", ")))));
  }
}
