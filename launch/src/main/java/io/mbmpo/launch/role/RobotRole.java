package io.mbmpo.launch.role;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.loop.EpisodeRunner;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.PacedRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
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
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param wire where the robot is on the wire; null for the embedded simulator
   */
  public RobotRole(
      RobotConfig config, RobotSettings settings, WireSettings wire, RunFolder run, String broker) {
    this.config = config;
    this.settings = settings;
    this.wire = wire;
    this.run = run;
    this.broker = broker;
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
      RolloutService service = new RolloutService(config, task, reports, flags, run.controller());
      if (wire == null) {
        serveEmbedded(task, flags, service, reports);
      } else {
        serveOnTheWire(task, flags, service, reports);
      }
    }
  }

  private void serveEmbedded(
      Task task, ConditionFlags flags, RolloutService service, ReportLog reports)
      throws InterruptedException {
    InProcessPort port = new InProcessPort(config.jointCount());
    controller = new Controller(config, task, port, flags);
    SimulatedQuadruped robot = new SimulatedQuadruped(config, settings.simulation(), port);
    reports.start(service);
    new RobotProcess(service, runner(robot)).serve(() -> stop);
  }

  private void serveOnTheWire(
      Task task, ConditionFlags flags, RolloutService service, ReportLog reports)
      throws InterruptedException {
    TopicNames names = wire.names();
    try (DdsRobotPort port =
        new DdsRobotPort("mbmpo_" + config.name(), config, wire.config(config), names)) {
      SimulatorReset simulator = port.simulator(names);
      controller = new Controller(config, task, port, flags);
      RealTimeLoop loop = new RealTimeLoop(controller, DdsRobotPort::nowNanos);
      loop.start();
      reports.start(service);
      try (StatusTopics status = new StatusTopics(controller, port)) {
        new RobotProcess(service, new RealTimeRunner(controller, loop, seed -> simulator.reset()))
            .serve(() -> stop);
      }
    }
  }

  private EpisodeRunner runner(SimulatedQuadruped robot) {
    if (!settings.realTime()) {
      return new Lockstep(controller, robot);
    }
    PacedRobot paced = new PacedRobot(robot);
    RealTimeLoop loop = new RealTimeLoop(controller, paced::nowNanos);
    loop.start();
    return new RealTimeRunner(controller, loop, paced::reset);
  }
}
