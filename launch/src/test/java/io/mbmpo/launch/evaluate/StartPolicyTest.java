package io.mbmpo.launch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPolicyTest {
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1");
  private static final RobotConfig CONFIG = RobotConfigLoader.load(GO1);
  private static final Task TASK = new WalkTask(CONFIG);
  private static final Path POLICY = GO1.resolve("pretrained/policy.snapshot");

  @TempDir Path folder;
  private RunFolder run;

  @BeforeEach
  void aRun() {
    run =
        RunFolder.create(
            folder, "go1", 1, Instant.EPOCH, "revision", List.of("finetune"), Map.of());
  }

  @Test
  void aRunThatLearnsFromNothingHasNone() {
    assertThat(StartPolicy.of(run, CONFIG, TASK)).isEmpty();
  }

  @Test
  void whatWasKeptIsWhatTheRunBeginsWith() {
    StartPolicy.keep(POLICY, CONFIG, TASK, run);
    StartPolicy start = StartPolicy.of(run, CONFIG, TASK).orElseThrow();
    SignedPolicy original = SignedPolicy.load(POLICY, null, CONFIG, TASK);
    assertThat(start.theta()).isEqualTo(original.snapshot().parameters());
    assertThat(start.hidden()).containsExactly(32, 32);
  }

  @Test
  void aPolicyThatWasChangedInTheRunFolderIsRefused() throws IOException {
    StartPolicy.keep(POLICY, CONFIG, TASK, run);
    Path kept = run.start().resolve("policy.snapshot");
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept, bytes);
    assertThatThrownBy(() -> StartPolicy.of(run, CONFIG, TASK))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("is refused");
  }

  @Test
  void aPolicyOfAnotherRobotIsRefusedBeforeItIsKept() {
    RobotConfig other = RobotConfigLoader.load(GO1.resolveSibling("anymal_c"));
    assertThatThrownBy(() -> StartPolicy.keep(POLICY, other, new WalkTask(other), run))
        .isInstanceOf(LaunchException.class);
    assertThat(run.start()).doesNotExist();
  }
}
