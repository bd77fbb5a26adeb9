package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.RobotRole;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mbmpo robot}. */
@Command(
    name = "robot",
    description = {
      "Run a run's simulated robot and its controller.",
      "Connects to the broker, runs the learner's plans, keeps episodes on disk until the learner has"
          + " them, records every tick. Robot, noise and clock are the run's (run.yaml)."
    })
public final class RobotCommand implements Callable<Integer> {
  private final Place place;
  @Mixin private RoleOptions options;
  @Mixin private RecordOption record;

  public RobotCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() throws InterruptedException {
    ParentWatch.startIfChild();
    RecordingLimits recording = record.limits(); // refused before anything is opened
    RoleOptions.OpenRun run = options.open(place, "robot");
    RobotRole robot =
        new RobotRole(
            run.config(),
            run.folder().description().settings("robot", RobotSettings.class),
            run.folder(),
            options.broker(),
            recording,
            Revision.of(place.root()));
    try (StopSignal signal = StopSignal.onShutdown(robot::stop)) {
      robot.serve();
      return ExitCodes.OK;
    }
  }
}
