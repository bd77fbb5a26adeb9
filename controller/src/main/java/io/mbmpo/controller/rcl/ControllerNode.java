package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.ReportLog;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.status.Oversight;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttRobotEnd;
import io.mbmpo.link.mqtt.SecuredLink;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The controller as a ROS 2 node: the same controller, link and spool as {@code mbmpo robot} wires,
 * on a run folder of the same layout, reached by rcljava.
 */
public final class ControllerNode {
  private static final long MB = 1_000_000;

  private final NodeSettings settings;
  private final KnownRun known;
  private final RobotConfig config;
  private final TopicNames names;
  private final Supplier<RclNode> open;
  private final String revision;
  private final NativeGrowth growth;
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param names namespace and remaps as rcl is told them
   * @param open makes the node, on the thread that will own it
   * @param revision of this program, for recordings
   */
  public ControllerNode(
      NodeSettings settings,
      RobotConfig config,
      TopicNames names,
      Supplier<RclNode> open,
      String revision) {
    this.settings = settings;
    known = KnownRun.of(settings.run());
    RobotConfig reached = config.with(known.ros2(config.ros2()));
    this.config = settings.estimate() ? reached.withoutOdometry() : reached;
    this.names = names;
    this.open = open;
    this.revision = revision;
    growth = new NativeGrowth(settings.nativeGrowthLimitMib());
  }

  /** Ends {@link #serve} in order: an episode under way is cut short and run again later. */
  public void stop() {
    stop = true;
    Controller running = controller;
    if (running != null) {
      running.stop();
    }
  }

  /** How much memory rcljava has lost. */
  public NativeGrowth growth() {
    return growth;
  }

  /**
   * Serves plans until {@link #stop}, or until too much memory is lost; in the end the robot is
   * limp and the node is shut down.
   *
   * @throws io.mbmpo.link.LinkException when keys or spool cannot be used
   * @throws RuntimeException what making the node threw
   */
  public void serve() throws InterruptedException {
    Task task = new WalkTask(config);
    Path run = settings.run().toAbsolutePath().normalize();
    ConditionFlags flags = new ConditionFlags();
    EmergencyStop emergencyStop = new EmergencyStop(flags);
    LinkOptions options =
        SecuredLink.of(
            LinkOptions.ofRobot(settings.broker(), config.name()),
            settings.keys(),
            Clock.systemUTC());
    Path keys =
        settings.keys() == null ? run.resolve("keys") : settings.keys().resolve(options.clientId());
    try (FolderLock lock = FolderLock.take(run.resolve("locks").resolve("robot.lock"));
        EpisodeSpool spool =
            new EpisodeSpool(run.resolve("spool").resolve("robot"), SpoolLimits.DEFAULT);
        MqttRobotEnd link =
            new MqttRobotEnd(
                options, TrustedKeys.load(keys.resolve(SigningKey.TRUSTED_FOLDER)), spool);
        ReportLog reports = new ReportLog(link, run.resolve("activations.csv"));
        Recorder recorder = recorder(task, run, flags);
        RclRobotPort port =
            new RclRobotPort(open, config, config.ros2(), names, emergencyStop, growth)) {
      RolloutService service =
          new RolloutService(config, task, reports, flags, run.resolve("controller"));
      known
          .startEpochSecond()
          .ifPresent(start -> service.refuseOlderThan(SnapshotVersion.of(start, 0, 0)));
      controller =
          new Controller(
              config, task, EstimatedOdometry.of(config, port), flags, tape(task, recorder));
      Rehearsal.run(config, task);
      RealTimeLoop loop = new RealTimeLoop(controller, RobotClock::tickNanos);
      loop.start();
      try (Oversight oversight =
              new Oversight(
                  controller,
                  emergencyStop,
                  stopFolders(run),
                  service::state,
                  Optional.of(loop),
                  settings.metricsAddress());
          StatusTopics status = new StatusTopics(oversight.reports(), port)) {
        reports.start(service);
        new RobotProcess(
                service, new RealTimeRunner(controller, loop, seed -> port.simulator().reset()))
            .serve(() -> stop || growth.exceeded());
      }
    }
  }

  private Recorder recorder(Task task, Path run, ConditionFlags flags) {
    if (settings.recordMb() == 0) {
      return null;
    }
    return new Recorder(
            RecordingSource.onTheWire(config, String.valueOf(run.getFileName()), revision),
            task,
            run.resolve("recordings"),
            RecordingLimits.DEFAULT.withTotalBytes(settings.recordMb() * MB),
            Clock.systemUTC(),
            flags)
        .start();
  }

  private TickTape tape(Task task, Recorder recorder) {
    return recorder == null ? TickTape.off(config, task) : recorder.tape();
  }

  /** The run's, and the one of all runs, as {@code mbmpo robot} has it. */
  private static List<Path> stopFolders(Path run) {
    return run.getParent() == null ? List.of(run) : List.of(run.getParent(), run);
  }
}
