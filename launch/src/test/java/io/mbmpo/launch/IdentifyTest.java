package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.launch.run.Place;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of simulated robots, and what {@code ./mbmpo identify} makes of them. */
class IdentifyTest {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final RobotConfig GO1 = robot("go1");

  @TempDir private static Path shared;

  /** Recordings of a go1 that hangs and differs from its description. */
  private static Path hung;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static RobotConfig robot(String name) {
    return RobotConfigLoader.load(ROOT.resolve("robot-configs").resolve(name));
  }

  @BeforeAll
  static void recordARobotThatHangs() throws IOException {
    Map<String, Double> dry = new HashMap<>();
    Map<String, Double> viscous = new HashMap<>();
    GO1.joints().forEach(joint -> dry.put(joint.name(), 0.6));
    GO1.joints().forEach(joint -> viscous.put(joint.name(), 0.1));
    IdentifiedConfig real = new IdentifiedConfig(dry, viscous, 0.8, 0.012, 0.004);
    hung = record(GO1, real, true, 3, shared.resolve("hung"));
  }

  /** Random actions, noisy sensors; returns the folder. */
  private static Path record(
      RobotConfig config, IdentifiedConfig real, boolean hangs, int rollouts, Path folder)
      throws IOException {
    Task task = new WalkTask(config);
    ConditionFlags flags = new ConditionFlags();
    InProcessPort port = new InProcessPort(config.jointCount());
    RobotConfig simulated = config.with(config.simulation().with(real), config.estimator());
    SimulatedQuadruped robot =
        new SimulatedQuadruped(simulated, SimulationOptions.nominal().withNoise(), port);
    if (hangs) {
      robot.clamp();
    }
    RecordingSource source = RecordingSource.onTheWire(config, "run", "a revision");
    try (Recorder recorder =
        new Recorder(source, task, folder, RecordingLimits.DEFAULT, Clock.systemUTC(), flags)
            .start()) {
      Controller controller = new Controller(config, task, port, flags, recorder.tape());
      try (Lockstep lockstep =
          new Lockstep(controller, robot, (ticked, now) -> recorder.awaitRoom())) {
        for (int i = 0; i < rollouts; i++) {
          lockstep.run(
              new PreparedRollout(
                  config,
                  task,
                  "run",
                  0,
                  new RolloutPlan.Rollout("episode-" + i, 0, Exploration.RANDOM, i + 1, 200),
                  null,
                  new byte[32]));
        }
        lockstep.rest();
      }
    }
    return folder;
  }

  private int run(Object... arguments) {
    String[] all = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return Mbmpo.run(new Place(ROOT), new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private void refused(String sentence, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("identify"));
    all.addAll(List.of(arguments));
    assertThat(run(all.toArray())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("mbmpo: ")
        .contains(sentence)
        .doesNotContain("\tat ")
        .doesNotContain("unexpected");
  }

  @Test
  void whatMakesTheRobotDifferentIsFoundAndWrittenAsAnOverlay() throws IOException {
    Path overlay = folder.resolve("overlay.yaml");
    assertThat(run("identify", "--hung", hung, "--out", overlay)).as(err.toString()).isZero();
    IdentifiedConfig found =
        RobotConfigLoader.load(ROOT.resolve("robot-configs/go1"), overlay)
            .simulation()
            .identified();
    assertThat(found.motorStrength()).isCloseTo(0.8, within(0.04));
    assertThat(found.commandDelayS()).isCloseTo(0.012, within(0.002));
    assertThat(found.sensorDelayS()).isCloseTo(0.004, within(1e-4));
    assertThat(found.jointFrictionNm()).hasSize(12);
    found
        .jointFrictionNm()
        .forEach((joint, dry) -> assertThat(dry).as(joint).isCloseTo(0.6, within(0.12)));
    assertThat(out.toString())
        .contains("FR_hip_joint dry", "simulated now: 0.1000", "Written: " + overlay)
        .contains("./mbmpo evaluate --robot go1 --overlay");
    assertThat(Files.readString(overlay))
        .contains("# from ", "hung/0001-go1-", "# for configuration ");
  }

  @Test
  void anOverlayIsNotWrittenOverAnother() throws IOException {
    Path overlay = Files.writeString(folder.resolve("overlay.yaml"), "mine");
    refused("exists already", hung, "--hung", "--out", overlay);
    assertThat(overlay).hasContent("mine");
  }

  @Test
  void aRobotWhoseFeetWereNeverSeenToLeaveTheGroundIsNotGuessedAt() throws IOException {
    Path standing = record(GO1, IdentifiedConfig.NONE, false, 0, folder.resolve("still"));
    assertThat(run("identify", standing, "--out", folder.resolve("overlay.yaml"))).isEqualTo(1);
    assertThat(out.toString())
        .contains("FR_hip_joint dry", "not determined by these recordings: ", "motor strength");
    assertThat(err.toString())
        .contains("these recordings determine nothing about the drives; record a robot that hangs");
    assertThat(folder.resolve("overlay.yaml")).doesNotExist();
  }

  @Test
  void recordingsOfAnotherRobotAreRefused() throws IOException {
    Path anymal =
        record(robot("anymal_c"), IdentifiedConfig.NONE, true, 0, folder.resolve("other"));
    refused("recorded from robot anymal_c, not go1", hung, anymal);
    refused("recorded from robot anymal_c, not go1", anymal, "--robot", "go1");
  }

  @Test
  void recordingsInWhichTheControllerClosesTheLoopAreRefused() throws IOException {
    RobotConfig byEffort = GO1.with(GO1.ros2().withWords("", "effort"));
    Path recorded = record(byEffort, IdentifiedConfig.NONE, true, 0, folder.resolve("effort"));
    refused("recorded with effort commands", recorded, "--hung");
  }

  @Test
  void recordingsOfTheSameRobotWithOtherMassesOrGainsAreRefused() throws IOException {
    Path robots = Files.createDirectories(folder.resolve("robot-configs/go1"));
    for (String file : List.of("robot.yaml", "go1.urdf")) {
      String text = Files.readString(ROOT.resolve("robot-configs/go1").resolve(file));
      Files.writeString(robots.resolve(file), text.replace("kp_nm_rad: 80", "kp_nm_rad: 70"));
    }
    PrintWriter errors = new PrintWriter(err, true);
    assertThat(Mbmpo.run(new Place(folder), errors, errors, "identify", hung.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("another configuration of go1 than today's");
  }

  @Test
  void aRecordingThatWasCutShortIsUsedUpToItsLastWholeChunk() throws IOException {
    byte[] bytes = Files.readAllBytes(RecordingFolder.list(hung).get(0));
    Path cut = Files.write(folder.resolve("cut.mcap"), Arrays.copyOf(bytes, bytes.length * 3 / 4));
    assertThat(run("identify", "--hung", cut)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("not closed in order", "motor strength");
  }

  @Test
  void whatIsNoRecordingIsRefused() throws IOException {
    refused("is not an MCAP file", Files.writeString(folder.resolve("notes.mcap"), "notes"));
  }

  @Test
  void aBrokenOverlayIsRefusedByWhatSimulates() throws IOException {
    Path bad = Files.writeString(folder.resolve("o.yaml"), "robot: go1\nsimulation: {mu: 1}\n");
    for (String command : List.of("evaluate", "sim", "demo", "gazebo")) {
      assertThat(run(command, "--overlay", bad)).as(command).isEqualTo(2);
    }
    assertThat(run("gazebo", "evaluate", "--overlay", bad)).isEqualTo(2);
    assertThat(err.toString()).contains(bad + ":2: simulation.mu: value is an unknown key");
  }

  @Test
  void whatGazeboCannotSimulateOfAnOverlayIsRefusedByName() throws IOException {
    Path noisy =
        Files.writeString(
            folder.resolve("noisy.yaml"),
            "robot: go1\nsimulation: {gyro_bias_rad_s: 0.01, motor_strength: 0.9}\n");
    assertThat(run("gazebo", "evaluate", "--overlay", noisy)).isEqualTo(2);
    assertThat(err.toString())
        .contains("sets simulation.gyro_bias_rad_s, which Gazebo cannot simulate")
        .doesNotContain("motor_strength");

    Path weak =
        Files.writeString(
            folder.resolve("weak.yaml"),
            """
            robot: go1
            simulation: {motor_strength: 0.9, joint_friction_nm: {FR_hip_joint: 0.4}}
            """);
    Path models = folder.resolve("models");
    assertThat(run("gazebo", "export", "--overlay", weak, models)).isEqualTo(2);
    assertThat(err.toString())
        .contains("sets simulation.motor_strength, which a model file cannot say");
    assertThat(models).doesNotExist();
  }
}
