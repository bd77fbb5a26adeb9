package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.HeldDeadman;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo operator}. */
@Command(
    name = "operator",
    sortOptions = false,
    description = {
      "Hold a simulated robot's deadman button as long as this runs.",
      "Publishes sensor_msgs/Joy 20 times a second; Ctrl-C lets go. For simulators only, and refused"
          + " where none is: a program is no deadman for a robot. There, use a hand controller"
          + " (docs/safety.md)."
    },
    footer = {"", "Beside a simulator:", "  ./mbmpo sim", "  ./mbmpo robot --stage stand"})
public final class OperatorCommand implements Callable<Integer> {
  private static final double DISCOVERY_S = 10;

  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;

  @Option(names = "--walk", description = "Hold the walk button too.")
  private boolean walk;

  @Mixin private Ros2Options ros2;

  public OperatorCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() throws InterruptedException {
    RobotConfig config = robot.config(place);
    WireSettings wire = ros2.settings(config.ros2());
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true));
        HeldDeadman deadman = new HeldDeadman(config, wire.config(config), wire.names(), walk)) {
      if (!deadman.awaitSimulator(DISCOVERY_S)) {
        throw LaunchException.environment(
            "no simulator in ROS domain %d: start one with ./mbmpo sim; a robot wants a hand controller (docs/safety.md)"
                .formatted(wire.domainId()));
      }
      out.printf(
          "holding the deadman%s of %s; Ctrl-C lets go%n",
          walk ? " and the walk button" : "", robot.name());
      out.flush();
      deadman.hold(stop::get);
    }
    return ExitCodes.OK;
  }
}
