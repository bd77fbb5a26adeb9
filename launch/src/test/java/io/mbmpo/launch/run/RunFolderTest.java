package io.mbmpo.launch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path runs;

  record Settings(String profile, int iterations, double step, List<Integer> hidden, Inner inner) {}

  record Inner(double kl) {}

  private static final Settings SETTINGS =
      new Settings("quick", 12, 0.05, List.of(32, 32), new Inner(0.02));

  private RunFolder create() {
    return RunFolder.create(
        runs, "go1", 7, NOW, "abc-dirty", List.of("demo", "--seed", "7"), Map.of("x", SETTINGS));
  }

  @Test
  void aReopenedRunIsWhatItWas() {
    RunFolder made = create();
    RunFolder opened = RunFolder.open(made.path());
    assertThat(opened.name()).isEqualTo("go1-s7-20260102-030405");
    assertThat(opened.description()).isEqualTo(made.description());
    assertThat(opened.description().settings("x", Settings.class)).isEqualTo(SETTINGS);
    assertThat(opened.description().startEpochSecond()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void twoRunsOfOneSecondGetTwoFolders() {
    assertThat(create().path()).isNotEqualTo(create().path());
    assertThat(RunFolder.list(runs)).hasSize(2);
  }

  @Test
  void keysAreForTheOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(create().keys())))
        .isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsNoRunIsRefused() {
    assertThatThrownBy(() -> RunFolder.open(runs.resolve("none")))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("none is not a run folder")
        .hasMessageContaining("./mbmpo runs");
  }

  @Test
  void aBrokenDescriptionIsNamed() throws IOException {
    RunFolder run = create();
    Files.writeString(run.path().resolve("run.yaml"), "run: [never closed\n");
    assertThatThrownBy(() -> RunFolder.open(run.path())).hasMessageContaining("run.yaml");
    Files.writeString(run.path().resolve("run.yaml"), "run: x\nrobot: go1\nseed: many\n");
    assertThatThrownBy(() -> RunFolder.open(run.path()))
        .hasMessageContaining("run.yaml")
        .hasMessageContaining("many");
  }

  @Test
  void settingsThatDoNotFitAreNamed() {
    RunDescription run = create().description();
    assertThatThrownBy(() -> run.settings("y", Settings.class))
        .hasMessageContaining("no settings of the y");
    assertThatThrownBy(() -> run.settings("x", Inner.class))
        .hasMessageContaining("settings of the x in run.yaml do not fit: kl");
  }

  @Test
  void aRunsFolderThatCannotBeMadeIsAnEnvironmentError() throws IOException {
    Path file = Files.writeString(runs.resolve("file"), "");
    assertThatThrownBy(
            () -> RunFolder.create(file, "go1", 1, NOW, "", List.of(), Map.of("x", SETTINGS)))
        .isInstanceOfSatisfying(LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
        .hasMessageContaining(file.toString());
  }

  @Test
  void tooLittleSpaceIsToldInNumbers() {
    RunFolder run = create();
    run.requireFreeSpace(1);
    assertThatThrownBy(() -> run.requireFreeSpace(Long.MAX_VALUE))
        .hasMessageContaining("MB free for " + run.path())
        .hasMessageContaining("needed");
  }

  @Test
  void aRoleIsPlayedByOneProcessOnly() {
    RunFolder run = create();
    try (RunLock held = run.lock("robot")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> run.lock("robot"))
          .isInstanceOfSatisfying(LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
          .hasMessageContaining("another robot process")
          .hasMessageContaining("" + ProcessHandle.current().pid());
      run.lock("learn").close();
    }
    run.lock("robot").close();
  }

  @Test
  void theLockOfAnotherProcessHoldsAndDiesWithIt() throws Exception {
    RunFolder run = create();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LockingProcess.class.getName(),
                run.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      assertThat(run.state()).isEqualTo(RunFolder.State.RUNNING);
      assertThatThrownBy(() -> run.lock("robot")).hasMessageContaining("(" + other.pid() + ")");
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(run.state()).isEqualTo(RunFolder.State.STOPPED);
    run.lock("robot").close();
  }

  /** Plays the robot until it is killed. */
  static final class LockingProcess {
    private LockingProcess() {}

    public static void main(String[] arguments) throws IOException {
      try (RunLock held = RunFolder.open(Path.of(arguments[0])).lock("robot")) {
        System.out.println(held == null ? "" : "locked");
        System.out.flush();
        while (System.in.read() >= 0) {
          // Until killed.
        }
      }
    }
  }

  @Test
  void theStateFollowsTheRun() {
    RunFolder run = create();
    assertThat(run.state()).isEqualTo(RunFolder.State.STOPPED);
    try (RunLock held = run.lock("demo")) {
      assertThat(held).isNotNull();
      assertThat(run.state()).isEqualTo(RunFolder.State.RUNNING);
    }
    run.finish("walks");
    assertThat(run.state()).isEqualTo(RunFolder.State.FINISHED);
    run.reopen();
    assertThat(run.state()).isEqualTo(RunFolder.State.STOPPED);
  }
}
