package io.mbmpo.launch.role;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.EpisodeRunner;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.PacedRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.ReportLog;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.controller.status.Oversight;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.mqtt.MqttRobotEnd;
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
import java.util.function.LongSupplier;

/**
 * The robot's process: controller, link and spool, and the simulator in lockstep unless the robot
 * is on the ROS 2 wire by the clock.
 */
public final class RobotRole {
  private final RobotConfig config;
  private final RobotSettings settings;
  private final WireSettings wire;
  private final Gazebo gazebo;
  private final RunFolder run;
  private final BrokerAccess broker;
  private final Path runs;
  private final MetricsAddress metrics;
  private final RecordingLimits recording;
  private final String revision;
  private volatile boolean stop;
  private volatile Controller controller;

  /** Starts Gazebo in lockstep, with the robot in it. */
  public interface Gazebo {
    /**
     * The robot, on the ROS 2 wire.
     *
     * @param emergencyStop of these flags; pressed by the wire
     */
    GazeboRobot start(ConditionFlags flags, EmergencyStop emergencyStop)
        throws InterruptedException;
  }

  /**
   * What is on board whichever robot it is.
   *
   * @param recorder null: nothing is recorded
   */
  private record Onboard(
      Task task,
      ConditionFlags flags,
      EmergencyStop emergencyStop,
      RolloutService service,
      ReportLog reports,
      Recorder recorder) {}

  /**
   * @param config the robot, as it is reached in Gazebo where it is there
   * @param wire where the robot is on the wire; null when it is not there by the clock
   * @param gazebo where the robot is in Gazebo; null, and no wire, for the embedded simulator
   * @param runs folder in which a stop file stops the robots of all runs
   * @param metrics where they are shown
   * @param recording limits of the recording; null: nothing is recorded
   * @param revision of this program
   */
  public RobotRole(
      RobotConfig config,
      RobotSettings settings,
      WireSettings wire,
      Gazebo gazebo,
      RunFolder run,
      BrokerAccess broker,
      Path runs,
      MetricsAddress metrics,
      RecordingLimits recording,
      String revision) {
    this.config = wire == null ? config : wire.on(config);
    this.settings = settings;
    this.wire = wire;
    this.gazebo = gazebo;
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
                broker.robot(config.name()), broker.trusted(run, config.name()), spool);
        ReportLog reports = new ReportLog(link, run.activations());
        Recorder recorder = recorder(task, flags)) {
      RolloutService service = new RolloutService(config, task, reports, flags, run.controller());
      service.refuseOlderThan(SnapshotVersion.of(run.description().startEpochSecond(), 0, 0));
      Onboard onboard =
          new Onboard(task, flags, new EmergencyStop(flags), service, reports, recorder);
      if (wire != null) {
        serveOnTheWire(onboard);
      } else if (gazebo != null) {
        serveInGazebo(onboard);
      } else {
        serveEmbedded(onboard);
      }
    }
  }

  private Recorder recorder(Task task, ConditionFlags flags) {
    if (recording == null) {
      return null;
    }
    RecordingSource source =
        wire == null && gazebo == null
            ? RecordingSource.embedded(config, run.name(), revision)
            : RecordingSource.onTheWire(config, run.name(), revision);
    return new Recorder(source, task, run.recordings(), recording, Clock.systemUTC(), flags)
        .start();
  }

  private void control(RobotPort robot, Onboard onboard) {
    Recorder recorder = onboard.recorder();
    TickTape tape = recorder == null ? TickTape.off(config, onboard.task()) : recorder.tape();
    controller =
        new Controller(
            config, onboard.task(), EstimatedOdometry.of(config, robot), onboard.flags(), tape);
  }

  private Lockstep lockstep(SteppedRobot robot, Onboard onboard) {
    Recorder recorder = onboard.recorder();
    return recorder == null
        ? new Lockstep(controller, robot)
        : new Lockstep(controller, robot, (ticked, now) -> recorder.awaitRoom());
  }

  private void serveEmbedded(Onboard onboard) throws InterruptedException {
    InProcessPort port = new InProcessPort(config.jointCount());
    control(port, onboard);
    SimulatedQuadruped robot = new SimulatedQuadruped(config, settings.simulation(), port);
    if (!settings.realTime()) {
      try (Oversight oversight = oversight(onboard, Optional.empty())) {
        serve(onboard, lockstep(robot, onboard));
      }
      return;
    }
    PacedRobot paced = new PacedRobot(robot);
    RealTimeLoop loop = startLoop(onboard, paced::nowNanos);
    try (Oversight oversight = oversight(onboard, Optional.of(loop))) {
      serve(onboard, new RealTimeRunner(controller, loop, paced::reset));
    }
  }

  /**
   * An episode in which Gazebo ends is lost, and with it this process; the next one runs it again.
   */
  private void serveInGazebo(Onboard onboard) throws InterruptedException {
    try (GazeboRobot robot = gazebo.start(onboard.flags(), onboard.emergencyStop())) {
      control(robot.lockstep(), onboard);
      try (Oversight oversight = oversight(onboard, Optional.empty())) {
        serve(onboard, lockstep(robot.lockstep(), onboard));
      }
    }
  }

  private void serveOnTheWire(Onboard onboard) throws InterruptedException {
    String name = "mbmpo_" + config.name();
    TopicNames names = wire.names();
    try (DdsRobotPort port =
        new DdsRobotPort(name, config, config.ros2(), names, onboard.emergencyStop())) {
      SimulatorReset simulator = port.simulator(names);
      control(port, onboard);
      RealTimeLoop loop = startLoop(onboard, DdsRobotPort::nowNanos);
      try (Oversight oversight = oversight(onboard, Optional.of(loop));
          StatusTopics status = new StatusTopics(oversight.reports(), port)) {
        serve(onboard, new RealTimeRunner(controller, loop, seed -> simulator.reset()));
      }
    }
  }

  private void serve(Onboard onboard, EpisodeRunner runner) throws InterruptedException {
    onboard.reports().start(onboard.service());
    new RobotProcess(onboard.service(), runner).serve(() -> stop);
  }

  private RealTimeLoop startLoop(Onboard onboard, LongSupplier clock) {
    Rehearsal.run(config, onboard.task());
    RealTimeLoop loop = new RealTimeLoop(controller, clock);
    loop.start();
    return loop;
  }

  private Oversight oversight(Onboard onboard, Optional<RealTimeLoop> loop) {
    return new Oversight(
        controller,
        onboard.emergencyStop(),
        List.of(runs, run.path()),
        onboard.service()::state,
        loop,
        metrics);
  }
}
