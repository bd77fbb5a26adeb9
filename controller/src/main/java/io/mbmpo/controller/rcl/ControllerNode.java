package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.loop.StopFile;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.status.ControllerReports;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttRobotEnd;
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

  /** Of this program, for recordings: an installed node is far from its checkout. */
  private static final String REVISION = "unknown";

  private final NodeSettings settings;
  private final RobotConfig config;
  private final TopicNames names;
  private final Supplier<RclNode> open;
  private final NativeGrowth growth;
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param names namespace and remaps as rcl is told them
   * @param open makes the node, on the thread that will own it
   */
  public ControllerNode(
      NodeSettings settings, RobotConfig config, TopicNames names, Supplier<RclNode> open) {
    this.settings = settings;
    this.config = config;
    this.names = names;
    this.open = open;
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
    try (FolderLock lock = FolderLock.take(run.resolve("locks").resolve("robot.lock"));
        EpisodeSpool spool =
            new EpisodeSpool(run.resolve("spool").resolve("robot"), SpoolLimits.DEFAULT);
        MqttRobotEnd link =
            new MqttRobotEnd(
                LinkOptions.ofRobot(settings.broker(), config.name()),
                TrustedKeys.load(run.resolve("keys").resolve("trusted")),
                spool);
        Recorder recorder = recorder(task, run, flags);
        RclRobotPort port =
            new RclRobotPort(open, config, config.ros2(), names, emergencyStop, growth)) {
      RolloutService service =
          new RolloutService(config, task, link, flags, run.resolve("controller"));
      controller =
          new Controller(
              config, task, EstimatedOdometry.of(config, port), flags, tape(task, recorder));
      Rehearsal.run(config, task);
      RealTimeLoop loop = new RealTimeLoop(controller, RobotClock::tickNanos);
      loop.start();
      try (StopFile stopFile = new StopFile(stopFolders(run), emergencyStop, controller::clear);
          ControllerReports reports =
              new ControllerReports(controller, emergencyStop, service::state, Optional.of(loop));
          StatusTopics status = new StatusTopics(reports, port)) {
        stopFile.start();
        reports.start();
        link.start(service);
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
            new RecordingSource(config, String.valueOf(run.getFileName()), REVISION),
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
