package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.LearnerRole;
import io.mbmpo.launch.run.Place;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mbmpo learn}. */
@Command(
    name = "learn",
    description = {
      "Run a run's learner, from its last checkpoint.",
      "Connects to the broker, asks the robot for episodes, learns, publishes signed policies."
    })
public final class LearnCommand implements Callable<Integer> {
  private final Place place;
  @Mixin private RoleOptions options;

  public LearnCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    ParentWatch.startIfChild();
    RoleOptions.OpenRun run = options.open(place, "learn");
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true))) {
      new LearnerRole(
              run.config(),
              run.folder().description().settings("learner", LearnerSettings.class),
              run.folder(),
              options.access(place),
              Compute.all(Device.fromSystem()),
              Clock.systemUTC())
          .learn(stop::get);
      return ExitCodes.OK;
    } catch (LearningStopped e) {
      return ExitCodes.INTERRUPTED;
    }
  }
}
