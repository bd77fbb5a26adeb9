package io.mbmpo.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: small shell scripts in the place of the launcher. */
class ChildrenTest {
  @TempDir Path folder;
  private final List<ChildProcess> started = new ArrayList<>();

  @AfterEach
  void nothingIsLeftBehind() {
    started.forEach(ChildProcess::kill);
  }

  private ChildProcess start(String role, String script) {
    try {
      Path launcher = Files.writeString(folder.resolve(role + ".sh"), "#!/bin/sh\n" + script);
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
      ChildProcess child =
          ChildProcess.start(launcher, role, List.of("--x"), log(role), Duration.ofMillis(400));
      started.add(child);
      return child;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path log(String role) {
    return folder.resolve("logs/" + role + ".log");
  }

  private void awaitLog(String role, String text) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(log(role)) || !Files.readString(log(role)).contains(text)) {
      assertThat(System.nanoTime()).as("log of %s in time", role).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void aChildGetsItsRoleAndTheEnvironmentOfAChild() throws Exception {
    ChildProcess child =
        start("learn", "echo \"$@ $MBMPO_NO_BUILD $MBMPO_CHILD $MBMPO_LOG\"; exit 0\n");
    ChildProcess.Ending ending = child.onEnd().get(10, TimeUnit.SECONDS);
    assertThat(ending.exitStatus()).isZero();
    assertThat(Files.readString(log("learn"))).isEqualTo("learn --x 1 1 " + log("learn") + "\n");
  }

  @Test
  void aDeadChildTellsStatusAndWhatItsLogSaysLast() throws Exception {
    ChildProcess child =
        start(
            "robot",
            "echo 'info: fine'; echo 'mbmpo: spool is full' >&2; echo '  at a.B.c(B.java)';"
                + " echo bye; exit 3\n");
    String sentence = child.onEnd().get(10, TimeUnit.SECONDS).sentence();
    assertThat(sentence)
        .isEqualTo("robot ended with status 3: mbmpo: spool is full (log: " + log("robot") + ")");
  }

  @Test
  void aKilledChildTellsTheSignal() throws Exception {
    ChildProcess child = start("learn", "kill -9 $$\n");
    assertThat(child.onEnd().get(10, TimeUnit.SECONDS).sentence())
        .startsWith("learn was killed by signal 9");
  }

  @Test
  void aChildThatIgnoresTheTermSignalIsKilledAfterTheGrace() throws Exception {
    ChildProcess child = start("robot", "trap '' TERM; echo up; while :; do sleep 0.05; done\n");
    awaitLog("robot", "up");
    child.stop();
    assertThat(child.isAlive()).isFalse();
    assertThat(child.onEnd().get(10, TimeUnit.SECONDS).exitStatus()).isEqualTo(137);
  }

  @Test
  void partsStopInReverseOrderEachAfterTheOtherAlsoARestartedOne() throws Exception {
    Path order = folder.resolve("order");
    String script =
        "trap 'echo %s >> " + order + "; exit 0' TERM; echo up; while :; do sleep 0.02; done\n";
    try (Children children = new Children()) {
      children.start(
          "broker",
          () ->
              () -> {
                try {
                  Files.writeString(order, Files.readString(order) + "broker\n");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      children.start("robot", () -> start("robot", String.format(script, "robot"))).kill();
      children.start("learn", () -> start("learn", String.format(script, "learn")));
      Files.delete(log("robot"));
      children.start("robot", () -> start("robot", String.format(script, "robot")));
      awaitLog("robot", "up");
      awaitLog("learn", "up");
    }
    assertThat(Files.readAllLines(order)).containsExactly("learn", "robot", "broker");
  }

  @Test
  void onePartThatFailsToStopDoesNotKeepTheOthers() {
    List<String> stopped = new ArrayList<>();
    Children children = new Children();
    children.start("broker", () -> () -> stopped.add("broker"));
    children.start(
        "robot",
        () ->
            () -> {
              throw new IllegalStateException("stuck");
            });
    children.stopAll();
    assertThat(stopped).containsExactly("broker");
  }

  @Test
  void nothingStartsOnceStoppingBegan() {
    Children children = new Children();
    children.stopAll();
    assertThat(children.isStopping()).isTrue();
    assertThatThrownBy(() -> children.start("learn", () -> () -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLauncherThatDoesNotExistIsAClearError() {
    assertThatThrownBy(
            () ->
                ChildProcess.start(
                    folder.resolve("none"), "learn", List.of(), log("learn"), Duration.ZERO))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("cannot start learn");
  }

  @Test
  void aChildNoticesThatItsParentIsGone() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    Process parent = new ProcessBuilder("cat").start();
    ParentWatch.start(parent.getInputStream(), () -> gone.complete(null));
    assertThat(gone).isNotDone();
    parent.destroyForcibly();
    gone.get(10, TimeUnit.SECONDS);
  }
}
