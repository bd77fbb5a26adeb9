package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.RobotRole;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mbmpo robot}. */
@Command(
    name = "robot",
    description = {
      "Run a run's robot: its controller, and the simulator unless the robot is on the ROS 2 wire.",
      "Connects to the broker, runs the learner's plans, keeps episodes on disk until the learner"
          + " has them. Robot, noise, clock and wire are the run's (run.yaml), unless told"
          + " otherwise here."
    },
    footer = {
      "",
      "Against a simulator of its own process, exactly as against a robot:",
      "  ./mbmpo sim --robot go1",
      "  ./mbmpo robot --run RUN --wire ros2"
    })
public final class RobotCommand implements Callable<Integer> {
  private final Place place;
  @Mixin private RoleOptions options;

  @Option(
      names = "--wire",
      paramLabel = "WIRE",
      description =
          "ros2: the robot is reached by ROS 2 topics; none: it is simulated in this process"
              + " (default: the run's).")
  private Wire wire;

  @Mixin private Ros2Options ros2;

  public RobotCommand(Place place) {
    this.place = place;
  }

  private WireSettings wire(RoleOptions.OpenRun run) {
    WireSettings ofRun = WireSettings.of(run.folder().description());
    if (wire == Wire.NONE || (wire == null && ofRun == null)) {
      return null;
    }
    return ofRun == null ? ros2.settings(run.config().ros2()) : ros2.over(ofRun);
  }

  @Override
  public Integer call() throws InterruptedException {
    ParentWatch.startIfChild();
    RoleOptions.OpenRun run = options.open(place, "robot");
    RobotRole robot =
        new RobotRole(
            run.config(),
            run.folder().description().settings("robot", RobotSettings.class),
            wire(run),
            run.folder(),
            options.broker());
    try (StopSignal signal = StopSignal.onShutdown(robot::stop)) {
      robot.serve();
      return ExitCodes.OK;
    }
  }
}
