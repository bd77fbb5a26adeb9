package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.dds.DdsRobotEnd;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.HeldDeadman;
import io.mbmpo.launch.role.SimulatorRole;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.stage.PassedStages;
import io.mbmpo.launch.stage.StageRun;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulationOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stages of a robot on the wire, by the clock. A stage that this machine interrupted, by
 * standing still for longer than a sensor may, is run again as its verdict says, twice at most.
 */
class StagesIT {
  private static final Pattern INTERRUPTED =
      Pattern.compile("FAIL +to the end +(joint state|IMU|odometry) stale|FAIL .* tick overrun");
  private static final int ATTEMPTS = 3;

  private static final Path ROBOTS = Path.of(System.getProperty("mbmpo.root"), "robot-configs");
  private static final RobotConfig CONFIG = RobotConfigLoader.load(ROBOTS.resolve("go1"));
  private static final int DOMAIN = 10 + (int) (ProcessHandle.current().pid() % 90);

  @TempDir Path runs;

  private final StringWriter said = new StringWriter();
  private WireSettings wire = commandedBy("position");

  private static WireSettings commandedBy(String kind) {
    return new WireSettings(DOMAIN, "stages", List.of("127.0.0.1"), Map.of(), "", kind);
  }

  private StageRun run(Stage stage, boolean dry) {
    SignedPolicy policy =
        SignedPolicy.load(
            ROBOTS.resolve("go1/pretrained/policy.snapshot"), null, CONFIG, new WalkTask(CONFIG));
    return new StageRun(
        new StageRun.Setup(
            CONFIG,
            stage,
            dry,
            wire,
            stage == Stage.WALK ? policy : null,
            runs,
            MetricsAddress.OFF,
            RecordingLimits.DEFAULT,
            "test"),
        new PrintWriter(said, true));
  }

  /** A simulator and an operator beside what is done, each on a thread of its own. */
  private void beside(boolean hanging, Work work) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (SimulatorRole simulator =
            new SimulatorRole(
                CONFIG, SimulationOptions.nominal(), wire.config(CONFIG), wire.names(), 1);
        HeldDeadman operator = new HeldDeadman(CONFIG, wire.config(CONFIG), wire.names(), true)) {
      if (hanging) {
        simulator.hanging();
      }
      Thread robot = new Thread(() -> simulator.run(stop::get), "simulator");
      Thread hand =
          new Thread(
              () -> {
                try {
                  assertThat(operator.awaitSimulator(30)).isTrue();
                  operator.hold(stop::get);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "operator");
      robot.start();
      hand.start();
      try {
        work.run();
      } finally {
        stop.set(true);
        robot.join();
        hand.join();
      }
    }
  }

  /** Whether it came to its end in order. */
  private boolean inOrder(Stage stage, boolean dry) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      said.getBuffer().setLength(0);
      boolean inOrder = run(stage, dry).run();
      if (inOrder || attempt == ATTEMPTS || !INTERRUPTED.matcher(said.toString()).find()) {
        return inOrder;
      }
      System.out.println("attempt " + attempt + " was interrupted:\n" + said);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void theGo1PassesAllStagesInTheirOrder() throws Exception {
    assertThatThrownBy(() -> run(Stage.STAND, false))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("stage hang has not been passed");
    for (Stage stage : Stage.values()) {
      beside(stage.hangs(), () -> assertThat(inOrder(stage, false)).as("%s", said).isTrue());
    }
    PassedStages passed = new PassedStages(runs, CONFIG);
    for (Stage stage : Stage.values()) {
      assertThat(passed.passed(stage, true)).isTrue();
      assertThat(passed.passed(stage, false)).as("a simulator is no robot").isFalse();
    }
  }

  @Test
  void aDryRunRecordsItsCommandsAndSendsNotOne() throws Exception {
    AtomicBoolean commanded = new AtomicBoolean();
    beside(
        true,
        () -> {
          try (DdsRobotEnd onlooker =
              new DdsRobotEnd("onlooker", CONFIG, wire.config(CONFIG), wire.names())) {
            Thread watch =
                new Thread(
                    () -> {
                      while (!Thread.currentThread().isInterrupted()) {
                        if (onlooker.commanders() > 0) {
                          commanded.set(true);
                        }
                        LockSupport.parkNanos(1_000_000);
                      }
                    });
            watch.start();
            assertThat(inOrder(Stage.HANG, true)).as("%s", said).isTrue();
            watch.interrupt();
            watch.join();
          }
        });
    assertThat(commanded).as("a writer of commands was there").isFalse();
    assertThat(said.toString()).contains("nothing was sent").contains("moving RL_calf_joint");
    assertThat(new PassedStages(runs, CONFIG).passed(Stage.HANG, true)).isFalse();
    assertThat(heldTicks()).isGreaterThan(5000);
  }

  /** What is said on the command line, {@code robot.yaml} does not know. */
  @Test
  void gainsThatAreSentAreTheStagesShareAlsoWhereTheCommandLineChoseToSendThem() throws Exception {
    wire = commandedBy("impedance");
    double share = StageLimits.of(Stage.HANG).gainShare();
    double[] most = {0};
    beside(
        true,
        () -> {
          try (DdsRobotEnd drives =
              new DdsRobotEnd("drives", CONFIG, wire.config(CONFIG), wire.names())) {
            StageRun hang = run(Stage.HANG, false);
            Thread stage = new Thread(() -> runs(hang), "stage");
            stage.start();
            JointCommand command = new JointCommand(CONFIG.jointCount());
            while (stage.isAlive() && !said.toString().contains("2 of 12")) {
              if (drives.takeCommand(command)) {
                for (int i = 0; i < command.kp.length; i++) {
                  most[0] = Math.max(most[0], command.kp[i] / CONFIG.joints().get(i).kpNmRad());
                }
              }
              LockSupport.parkNanos(500_000);
            }
            hang.stop();
            stage.join();
          }
        });
    assertThat(most[0]).as("%s", said).isPositive().isLessThanOrEqualTo(share + 1e-6);
  }

  private static void runs(StageRun stage) {
    try {
      var unused = stage.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Recorded ticks whose command holds a joint. */
  private long heldTicks() throws Exception {
    long[] held = {0};
    for (Path file : RecordingFolder.list(runs.resolve("stages/recordings"))) {
      var unused =
          new RecordingReader(file).ticks(tick -> held[0] += tick.command.kp.values[0] > 0 ? 1 : 0);
    }
    return held[0];
  }
}
