package io.mbmpo.launch.role;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.EpisodeRunner;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.PacedRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttRobotEnd;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The robot's process: embedded simulator and controller, link and spool. */
public final class RobotRole {
  private final RobotConfig config;
  private final RobotSettings settings;
  private final RunFolder run;
  private final String broker;
  private final Path runs;
  private final MetricsAddress metrics;
  private final RecordingLimits recording;
  private final String revision;
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param runs folder in which a stop file stops the robots of all runs
   * @param metrics where they are shown
   * @param recording limits of the recording; null: nothing is recorded
   * @param revision of this program
   */
  public RobotRole(
      RobotConfig config,
      RobotSettings settings,
      RunFolder run,
      String broker,
      Path runs,
      MetricsAddress metrics,
      RecordingLimits recording,
      String revision) {
    this.config = config;
    this.settings = settings;
    this.run = run;
    this.broker = broker;
    this.runs = runs;
    this.metrics = metrics;
    this.recording = recording;
    this.revision = revision;
  }

  /** Ends {@link #serve} in order: an episode under way is cut short and run again later. */
  public void stop() {
    stop = true;
    Controller running = controller;
    if (running != null) {
      running.stop();
    }
  }

  /** Serves plans until {@link #stop}. */
  public void serve() throws InterruptedException {
    Task task = new WalkTask(config);
    ConditionFlags flags = new ConditionFlags();
    try (RunLock lock = run.lock("robot");
        EpisodeSpool spool = new EpisodeSpool(run.spool(), SpoolLimits.DEFAULT);
        MqttRobotEnd link =
            new MqttRobotEnd(
                LinkOptions.ofRobot(broker, config.name()),
                TrustedKeys.load(run.keys().resolve("trusted")),
                spool);
        ReportLog reports = new ReportLog(link, run.activations());
        Recorder recorder = recorder(task, flags)) {
      InProcessPort port = new InProcessPort(config.jointCount());
      TickTape tape = recorder == null ? TickTape.off(config, task) : recorder.tape();
      controller = new Controller(config, task, port, flags, tape);
      RolloutService service = new RolloutService(config, task, reports, flags, run.controller());
      SimulatedQuadruped robot = new SimulatedQuadruped(config, settings.simulation(), port);
      Optional<PacedRobot> paced =
          settings.realTime() ? Optional.of(new PacedRobot(robot)) : Optional.empty();
      Optional<RealTimeLoop> loop = paced.map(running -> startLoop(running, task));
      EpisodeRunner runner =
          loop.<EpisodeRunner>map(
                  running -> new RealTimeRunner(controller, running, paced.get()::reset))
              .orElseGet(() -> lockstep(robot, recorder));
      try (Oversight oversight =
          new Oversight(
              controller,
              new EmergencyStop(flags),
              List.of(runs, run.path()),
              service::state,
              loop,
              metrics)) {
        reports.start(service);
        new RobotProcess(service, runner).serve(() -> stop);
      }
    }
  }

  private Recorder recorder(Task task, ConditionFlags flags) {
    if (recording == null) {
      return null;
    }
    RecordingSource source = new RecordingSource(config, run.name(), revision);
    return new Recorder(source, task, run.recordings(), recording, Clock.systemUTC(), flags)
        .start();
  }

  private Lockstep lockstep(SimulatedQuadruped robot, Recorder recorder) {
    return recorder == null
        ? new Lockstep(controller, robot)
        : new Lockstep(controller, robot, (ticked, now) -> recorder.awaitRoom());
  }

  private RealTimeLoop startLoop(PacedRobot robot, Task task) {
    Rehearsal.run(config, task);
    RealTimeLoop loop = new RealTimeLoop(controller, robot::nowNanos);
    loop.start();
    return loop;
  }
}
