package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.GazeboSettings;
import io.mbmpo.launch.role.RobotRole;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.setup.SystemShell;
import io.mbmpo.launch.stage.PassedStages;
import io.mbmpo.launch.stage.StageRun;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo robot}. */
@Command(
    name = "robot",
    description = {
      "Run a run's robot: its controller, and the simulator unless the robot is on the ROS 2 wire.",
      "Connects to the broker, runs the learner's plans, keeps episodes on disk until the learner has"
          + " them, records every tick. Robot, noise, clock and wire are the run's (run.yaml), unless"
          + " told otherwise here.",
      "./mbmpo estop stops it at once, also with every network down."
    },
    footer = {
      "",
      "Against a simulator of its own process, exactly as against a robot:",
      "  ./mbmpo sim --robot go1",
      "  ./mbmpo robot --run RUN --wire ros2",
      "",
      "A robot for the first time (docs/safety.md):",
      "  ./mbmpo robot --stage hang --dry-run",
      "  ./mbmpo robot --stage hang"
    })
public final class RobotCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RobotCommand.class);

  private final Place place;
  @Mixin private RoleOptions options;
  @Mixin private RecordOption record;

  @Option(
      names = "--wire",
      paramLabel = "WIRE",
      description =
          "ros2: the robot is reached by ROS 2 topics; none: it is simulated in this process"
              + " (default: the run's).")
  private Wire wire;

  @Mixin private Ros2Options ros2;
  @Mixin private StageOptions stages;
  @Spec private CommandSpec spec;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description = {
        "Where Prometheus finds metrics, at /metrics; without HOST on this machine only; off:"
            + " nowhere",
        "(default: 9464 if that is free and the robot runs by the clock)."
      })
  private String metrics;

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

  /** Where the run's robot is in Gazebo; empty when it is not, or told to be elsewhere. */
  private Optional<GazeboSettings> inGazebo(RoleOptions.OpenRun run) {
    return wire == null ? GazeboSettings.of(run.folder().description()) : Optional.empty();
  }

  /** What starts the run's robot in Gazebo; null when it is not there. */
  private RobotRole.Gazebo gazebo(RoleOptions.OpenRun run) {
    GazeboSettings settings = inGazebo(run).orElse(null);
    if (settings == null) {
      return null;
    }
    long seed = run.folder().description().seed();
    return (flags, emergencyStop) ->
        GazeboRobot.start(
            GazeboRoot.find(new SystemShell(), GazeboRoot.cache()),
            place.root(),
            settings.scene(run.config(), seed),
            run.folder().log("gazebo"),
            line -> {},
            flags,
            emergencyStop);
  }

  @Override
  public Integer call() throws InterruptedException {
    ParentWatch.startIfChild();
    RecordingLimits recording = record.limits(); // refused before anything is opened
    return stages.stage() == null ? serve(recording) : tryStage(recording);
  }

  private int tryStage(RecordingLimits recording) throws InterruptedException {
    RobotConfig config = stages.config(place, options.run());
    StageRun.Setup setup =
        new StageRun.Setup(
            config,
            stages.stage(),
            stages.dry(),
            ros2.settings(config.ros2()),
            stages.policy(place, options.run(), config),
            place.runs(),
            metrics(true),
            recording,
            Revision.of(place.root()));
    StageRun run = new StageRun(setup, spec.commandLine().getOut());
    try (StopSignal signal = StopSignal.onShutdown(run::stop)) {
      return run.run() ? ExitCodes.OK : ExitCodes.FAILED_RUN;
    }
  }

  private int serve(RecordingLimits recording) throws InterruptedException {
    RoleOptions.OpenRun run = options.open(place, "robot");
    RobotSettings settings = run.folder().description().settings("robot", RobotSettings.class);
    WireSettings onTheWire = wire(run);
    if (onTheWire != null) {
      new PassedStages(place.runs(), onTheWire.on(run.config())).notice().ifPresent(log::info);
    }
    RobotRole robot =
        new RobotRole(
            inGazebo(run).map(there -> there.wire().on(run.config())).orElse(run.config()),
            settings,
            onTheWire,
            gazebo(run),
            run.folder(),
            options.access(place),
            place.runs(),
            metrics(settings.realTime() || onTheWire != null),
            recording,
            Revision.of(place.root()));
    try (StopSignal signal = StopSignal.onShutdown(robot::stop)) {
      robot.serve();
      return ExitCodes.OK;
    }
  }

  private MetricsAddress metrics(boolean byTheClock) {
    if (metrics == null) {
      return byTheClock ? MetricsAddress.byDefault() : MetricsAddress.OFF;
    }
    try {
      return MetricsAddress.parse(metrics);
    } catch (IllegalArgumentException e) {
      throw LaunchException.usage(
          "--metrics is " + metrics + "; allowed: off, PORT or HOST:PORT, PORT from 0 to 65535", e);
    }
  }
}
