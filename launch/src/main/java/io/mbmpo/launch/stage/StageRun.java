package io.mbmpo.launch.stage;

import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.controller.stage.StagedConfig;
import io.mbmpo.controller.stage.StagedController;
import io.mbmpo.controller.stage.Verdict;
import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.controller.status.Oversight;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One stage of a robot on the ROS 2 wire, from the first joint state to the verdict. */
public final class StageRun {
  private static final double HEARD_S = 10;
  private static final double STILL_S = 30;
  private static final long POLL_MILLIS = 10;

  /**
   * What a stage is run with.
   *
   * @param config the robot as it is
   * @param dry commands are recorded, not sent
   * @param wire where the robot is
   * @param policy what walks; null in the other stages
   * @param runs folder of all runs
   * @param metrics where they are shown
   * @param recording limits of the recording; null: nothing is recorded
   * @param revision of this program
   */
  public record Setup(
      RobotConfig config,
      Stage stage,
      boolean dry,
      WireSettings wire,
      SignedPolicy policy,
      Path runs,
      MetricsAddress metrics,
      RecordingLimits recording,
      String revision) {}

  private final Setup setup;
  private final RobotConfig config;
  private final StageLimits limits;
  private final PassedStages passed;
  private final StageReport report;
  private final Task task;
  private final ConditionFlags flags = new ConditionFlags();
  private final EmergencyStop emergencyStop = new EmergencyStop(flags);
  private volatile boolean stop;

  /**
   * @throws LaunchException when the stage before has not been passed
   */
  public StageRun(Setup setup, PrintWriter out) {
    this.setup = setup;
    config = setup.wire().on(setup.config());
    limits = StageLimits.of(setup.stage());
    passed = new PassedStages(setup.runs(), config);
    report = new StageReport(out, config, setup.stage(), limits);
    task = new WalkTask(config);
    if (!setup.dry()) {
      passed.refuseOutOfOrder(setup.stage());
    }
  }

  /** Ends {@link #run} in order: the robot is let down. */
  public void stop() {
    stop = true;
  }

  /**
   * Runs the stage, prints and writes down what came of it.
   *
   * @return whether it was passed; of a dry run, whether it came to its end in order
   * @throws LaunchException when there is no robot, or the stage before has not been passed on it
   */
  public boolean run() throws InterruptedException {
    TopicNames names = setup.wire().names();
    try (DdsRobotPort port = port(names)) {
      StillJoints joints = new StillJoints(port, config.jointCount(), DdsRobotPort::nowNanos);
      if (!joints.heard(HEARD_S)) {
        throw LaunchException.environment(
            "no joint states on %s in ROS domain %d within %.0f s; ./mbmpo doctor --robot %s looks at the whole chain"
                .formatted(
                    names.ros(config.ros2().topics().jointStates()),
                    setup.wire().domainId(),
                    HEARD_S,
                    config.name()));
      }
      boolean simulated = port.simulator(names).findSimulator();
      if (!setup.dry()) {
        passed.refuseOutOfOrder(setup.stage(), simulated);
      }
      report.heading(names, setup.wire().domainId(), simulated, setup.dry());
      return run(port, hanging(joints), simulated);
    }
  }

  private DdsRobotPort port(TopicNames names) {
    String name = "mbmpo_" + config.name();
    RobotConfig weaker = StagedConfig.onTheGround(config, limits); // torques are limited there
    return setup.dry()
        ? DdsRobotPort.listening(name, weaker, config.ros2(), names, emergencyStop)
        : new DdsRobotPort(name, weaker, config.ros2(), names, emergencyStop);
  }

  /** Where the joints hang, rad; null for a robot that does not. */
  private double[] hanging(StillJoints joints) throws InterruptedException {
    if (!setup.stage().hangs()) {
      return null;
    }
    report.doing("waiting until the legs hang still");
    return joints
        .await(STILL_S)
        .orElseThrow(
            () ->
                LaunchException.environment(
                    "the joints have not kept still within %.0f s; let the legs hang and try again"
                        .formatted(STILL_S)));
  }

  private boolean run(DdsRobotPort port, double[] hanging, boolean simulated)
      throws InterruptedException {
    Set<Path> before = Set.copyOf(recordings());
    boolean inOrder = recorded(port, hanging, simulated);
    List<Path> made = recordings().stream().filter(file -> !before.contains(file)).toList();
    if (!made.isEmpty()) {
      Path root = setup.runs().toAbsolutePath().getParent(); // as a person there would type it
      report.recorded(
          made.stream().map(file -> root.relativize(file.toAbsolutePath())).toList(),
          inOrder && !setup.dry());
    }
    return inOrder;
  }

  private Path folder() {
    return setup.runs().resolve("stages").resolve("recordings");
  }

  private List<Path> recordings() {
    try {
      return Files.isDirectory(folder()) ? RecordingFolder.list(folder()) : List.of();
    } catch (IOException e) {
      throw LaunchException.environment("cannot read " + folder() + ": " + e.getMessage(), e);
    }
  }

  private boolean recorded(DdsRobotPort port, double[] hanging, boolean simulated)
      throws InterruptedException {
    try (Recorder recorder = recorder()) {
      TickTape tape = recorder == null ? TickTape.off(config, task) : recorder.tape();
      StagedController staged =
          new StagedController(
              setup.stage(), limits, config, hanging, port, flags, tape, setup.dry());
      Rehearsal.run(config, task);
      try (RealTimeLoop loop = new RealTimeLoop(staged.controller(), DdsRobotPort::nowNanos)) {
        loop.start();
        try (Oversight oversight =
                new Oversight(
                    staged.controller(),
                    emergencyStop,
                    List.of(setup.runs()),
                    staged.robot()::doing,
                    Optional.of(loop),
                    setup.metrics());
            StatusTopics status = new StatusTopics(oversight.reports(), port)) {
          watch(staged, loop);
        }
      }
      return judge(staged, simulated);
    }
  }

  private Recorder recorder() {
    if (setup.recording() == null) {
      return null;
    }
    RecordingSource source =
        RecordingSource.ofStage(config, setup.stage().word(), setup.revision());
    return new Recorder(source, task, folder(), setup.recording(), Clock.systemUTC(), flags)
        .start();
  }

  private void watch(StagedController staged, RealTimeLoop loop) throws InterruptedException {
    while (!staged.robot().over() && !stop) {
      loop.check();
      report.doing(staged.robot().doing());
      if (setup.policy() != null) {
        staged.walkIfAsked(setup.policy().snapshot(), setup.policy().digest());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean judge(StagedController staged, boolean simulated) {
    if (!staged.robot().over()) {
      report.line("stopped; stage %s is not passed", setup.stage().word());
      return false;
    }
    Verdict verdict = staged.robot().verdict();
    report.verdict(verdict);
    if (setup.dry()) {
      report.line("dry run: nothing was sent, no stage is passed");
      return verdict.inOrder();
    }
    if (!verdict.passed()) {
      report.line(
          "NOT PASSED: mend what is marked, then again: ./mbmpo robot --stage %s --robot %s",
          setup.stage().word(), config.name());
      return false;
    }
    passed.add(
        new PassedStages.Pass(
            setup.stage().word(),
            config.hash(),
            config.ros2().command().text(),
            simulated,
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
            setup.revision(),
            verdict.figures()));
    report.line(
        "passed%s, written to %s%s",
        simulated ? " by a simulator" : "",
        passed.file(),
        setup
            .stage()
            .after()
            .map(next -> "; next: ./mbmpo robot --stage %s".formatted(next.word()))
            .orElse(""));
    return true;
  }
}
