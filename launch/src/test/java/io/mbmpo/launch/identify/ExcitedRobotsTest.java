package io.mbmpo.launch.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.controller.stage.StagedController;
import io.mbmpo.controller.stage.Verdict;
import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.identify.Estimate;
import io.mbmpo.sim.identify.Identification;
import io.mbmpo.sim.identify.Identified;
import io.mbmpo.sim.identify.Identified.JointFriction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From the stage that excites a hanging robot to what is identified: robots whose drives differ
 * from their description in a way drawn by the seed, on ropes, with noisy and late sensors.
 */
class ExcitedRobotsTest {
  private static final Path ROBOTS = Path.of(System.getProperty("mbmpo.root"), "robot-configs");

  @TempDir private Path folder;
  private RobotConfig config;

  @ParameterizedTest
  @CsvSource({"go1, 1", "go1, 4", "go1, 7", "anymal_c, 2", "anymal_c, 4", "anymal_c, 7"})
  void everyParameterThatIsCalledDeterminedIsWithinWhatIsSaidOfIt(String robot, long seed)
      throws IOException {
    config = RobotConfigLoader.load(ROBOTS.resolve(robot));
    IdentifiedConfig real = real(new Random(seed));
    Identified found = identified(excited(real, seed));

    within(found.motorStrength(), real.motorStrength(), 0.02, "motor strength");
    within(found.commandDelayS(), real.commandDelayS(), 0.0005, "command delay");
    assertThat(found.motorStrength().determined()).isTrue();
    assertThat(found.commandDelayS().determined()).isTrue();
    for (JointFriction joint : found.joints()) {
      double dry = real.jointFrictionNm().get(joint.joint());
      double viscous = real.jointDampingNmsRad().get(joint.joint());
      double limit =
          config.joints().stream()
              .filter(j -> j.name().equals(joint.joint()))
              .mapToDouble(JointConfig::effortLimitNm)
              .findAny()
              .orElseThrow();
      within(joint.frictionNm(), dry, 0.1 * dry + 0.001 * limit, joint.joint() + " dry");
      within(
          joint.dampingNmsRad(),
          viscous,
          0.1 * viscous + 0.0005 * limit,
          joint.joint() + " viscous");
    }
    assertThat(found.joints().stream().filter(j -> j.frictionNm().determined()).count())
        .as("joints whose dry friction is determined")
        .isGreaterThanOrEqualTo(10);
  }

  /** Inside its interval, or not further outside than docs/identify.md allows. */
  private static void within(Estimate e, double real, double tolerance, String what) {
    if (e.determined()) {
      assertThat(real)
          .as("%s: %s", what, e)
          .isBetween(
              Math.min(e.low(), e.value() - tolerance), Math.max(e.high(), e.value() + tolerance));
    }
  }

  private IdentifiedConfig real(Random random) {
    Map<String, Double> dry = new HashMap<>();
    Map<String, Double> viscous = new HashMap<>();
    for (JointConfig joint : config.joints()) {
      double limit = joint.effortLimitNm();
      dry.put(joint.name(), limit * (0.005 + 0.025 * random.nextDouble()));
      viscous.put(joint.name(), limit * 0.008 * random.nextDouble());
    }
    double strength = 0.75 + 0.3 * random.nextDouble();
    double tickS = 1e-9 * config.control().tickPeriodNanos();
    return new IdentifiedConfig(dry, viscous, strength, random.nextInt(8) * tickS, 0.004);
  }

  /** The folder with the recording. */
  private Path excited(IdentifiedConfig real, long seed) throws IOException {
    RobotConfig simulated = config.with(config.simulation().with(real), config.estimator());
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot =
        new SimulatedQuadruped(simulated, SimulationOptions.nominal().withNoise(), port);
    robot.hang();
    robot.reset(seed);
    int hz = config.control().tickRateHz();
    for (int i = 0; i < 10 * hz; i++) {
      robot.step();
    }
    JointState joints = new JointState(config.jointCount());
    port.take(joints);
    WalkTask task = new WalkTask(config);
    ConditionFlags flags = new ConditionFlags();
    RecordingSource source = RecordingSource.ofStage(config, "excite", "test");
    try (Recorder recorder =
        new Recorder(source, task, folder, RecordingLimits.DEFAULT, Clock.systemUTC(), flags)
            .start()) {
      StagedController staged =
          new StagedController(
              Stage.EXCITE,
              StageLimits.of(Stage.EXCITE),
              config,
              joints.position.clone(),
              port,
              flags,
              recorder.tape(),
              false);
      OperatorInput hands = new OperatorInput();
      hands.buttons = 1 << config.onboard().operator().deadmanButton();
      for (int i = 0; !staged.robot().over(); i++) {
        assertThat(i).as(staged.robot().doing()).isLessThan(200 * hz);
        robot.step();
        hands.stampNanos = robot.nowNanos();
        port.publish(hands);
        staged.controller().tick(robot.nowNanos());
        recorder.awaitRoom();
      }
      Verdict verdict = staged.robot().verdict();
      assertThat(verdict.passed()).as("%s", verdict.checks()).isTrue();
    }
    return folder;
  }

  private Identified identified(Path recordings) throws IOException {
    Identification identification = new Identification(config);
    RecordedMotion motion = new RecordedMotion(config, identification::add);
    for (Path file : RecordingFolder.list(recordings)) {
      assertThat(motion.read(file, false)).isTrue();
    }
    assertThat(motion.seconds()).isGreaterThan(80);
    return identification.result();
  }
}
