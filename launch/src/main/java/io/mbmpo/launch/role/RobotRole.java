package io.mbmpo.launch.role;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.dds.SimulatorReset;
import io.mbmpo.controller.dds.StatusTopics;
import io.mbmpo.controller.dds.TopicNames;
import io.mbmpo.controller.loop.EpisodeRunner;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.PacedRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.port.InProcessPort;
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
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The robot's process: controller, link and spool, and the embedded simulator unless the robot is
 * on the ROS 2 wire.
 */
public final class RobotRole {
  private final RobotConfig config;
  private final RobotSettings settings;
  private final WireSettings wire;
  private final RunFolder run;
  private final String broker;
  private final Path runs;
  private final MetricsAddress metrics;
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param wire where the robot is on the wire; null for the embedded simulator
   * @param runs folder in which a stop file stops the robots of all runs
   * @param metrics where they are shown
   */
  public RobotRole(
      RobotConfig config,
      RobotSettings settings,
      WireSettings wire,
      RunFolder run,
      String broker,
      Path runs,
      MetricsAddress metrics) {
    this.config = config;
    this.settings = settings;
    this.wire = wire;
    this.run = run;
    this.broker = broker;
    this.runs = runs;
    this.metrics = metrics;
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
    try (RunLock lock = run.lock("robot");
        EpisodeSpool spool = new EpisodeSpool(run.spool(), SpoolLimits.DEFAULT);
        MqttRobotEnd link =
            new MqttRobotEnd(
                LinkOptions.ofRobot(broker, config.name()),
                TrustedKeys.load(run.keys().resolve("trusted")),
                spool);
        ReportLog reports = new ReportLog(link, run.activations())) {
      ConditionFlags flags = new ConditionFlags();
      EmergencyStop emergencyStop = new EmergencyStop(flags);
      RolloutService service = new RolloutService(config, task, reports, flags, run.controller());
      if (wire == null) {
        serveEmbedded(task, flags, emergencyStop, service, reports);
      } else {
        serveOnTheWire(task, flags, emergencyStop, service, reports);
      }
    }
  }

  private void serveEmbedded(
      Task task,
      ConditionFlags flags,
      EmergencyStop emergencyStop,
      RolloutService service,
      ReportLog reports)
      throws InterruptedException {
    InProcessPort port = new InProcessPort(config.jointCount());
    controller = new Controller(config, task, port, flags);
    SimulatedQuadruped robot = new SimulatedQuadruped(config, settings.simulation(), port);
    if (!settings.realTime()) {
      try (Oversight oversight = oversight(emergencyStop, service, Optional.empty())) {
        serve(service, reports, new Lockstep(controller, robot));
      }
      return;
    }
    PacedRobot paced = new PacedRobot(robot);
    RealTimeLoop loop = startLoop(task, paced::nowNanos);
    try (Oversight oversight = oversight(emergencyStop, service, Optional.of(loop))) {
      serve(service, reports, new RealTimeRunner(controller, loop, paced::reset));
    }
  }

  private void serveOnTheWire(
      Task task,
      ConditionFlags flags,
      EmergencyStop emergencyStop,
      RolloutService service,
      ReportLog reports)
      throws InterruptedException {
    TopicNames names = wire.names();
    try (DdsRobotPort port =
        new DdsRobotPort(
            "mbmpo_" + config.name(), config, wire.config(config), names, emergencyStop)) {
      SimulatorReset simulator = new SimulatorReset(port, names);
      controller = new Controller(config, task, port, flags);
      RealTimeLoop loop = startLoop(task, DdsRobotPort::nowNanos);
      try (Oversight oversight = oversight(emergencyStop, service, Optional.of(loop));
          StatusTopics status = new StatusTopics(oversight.reports(), port)) {
        serve(service, reports, new RealTimeRunner(controller, loop, seed -> simulator.reset()));
      }
    }
  }

  private void serve(RolloutService service, ReportLog reports, EpisodeRunner runner)
      throws InterruptedException {
    reports.start(service);
    new RobotProcess(service, runner).serve(() -> stop);
  }

  private RealTimeLoop startLoop(Task task, LongSupplier clock) {
    Rehearsal.run(config, task);
    RealTimeLoop loop = new RealTimeLoop(controller, clock);
    loop.start();
    return loop;
  }

  private Oversight oversight(
      EmergencyStop emergencyStop, RolloutService service, Optional<RealTimeLoop> loop) {
    return new Oversight(
        controller, emergencyStop, List.of(runs, run.path()), service::state, loop, metrics);
  }
}
