package io.mbmpo.launch.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.LinkException;
import io.mbmpo.robotconfigs.RobotConfigException;
import io.mbmpo.sim.mujoco.MujocoUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ExitCodesTest {
  @TempDir Path folder;

  @AfterEach
  void noLogFile() {
    LogFile.useNone();
  }

  @Test
  void everyKindOfFailureHasItsStatus() {
    assertThat(ExitCodes.of(LaunchException.failedRun("no"))).isEqualTo(1);
    assertThat(ExitCodes.of(new IllegalStateException("bug"))).isEqualTo(1);
    assertThat(ExitCodes.of(new RobotConfigException("go1", List.of("mass: -1")))).isEqualTo(2);
    assertThat(ExitCodes.of(LaunchException.usage("no"))).isEqualTo(2);
    assertThat(ExitCodes.of(new LinkException("no broker"))).isEqualTo(3);
    assertThat(ExitCodes.of(new MujocoUnavailableException("no MuJoCo"))).isEqualTo(3);
    assertThat(ExitCodes.of(new UncheckedIOException(new IOException("disk full")))).isEqualTo(3);
    assertThat(ExitCodes.of(new InterruptedException())).isEqualTo(130);
  }

  @Test
  void aKnownCauseCountsWhateverItIsWrappedIn() {
    Throwable wrapped =
        new CompletionException(new RuntimeException(new LinkException("cannot reach broker X")));
    assertThat(ExitCodes.of(wrapped)).isEqualTo(3);
    assertThat(ExitCodes.sentence(wrapped)).isEqualTo("cannot reach broker X");
  }

  @Test
  void aMissingFileIsNamedAsSuch() {
    assertThat(ExitCodes.sentence(new NoSuchFileException("a/b.yaml")))
        .isEqualTo("no such file: a/b.yaml");
  }

  @Test
  void theStackTraceGoesToTheLogFileOnly() throws IOException {
    Path file = folder.resolve("demo.log");
    LogFile.use(file);
    StringWriter shown = new StringWriter();
    int status = ExitCodes.report(new IllegalStateException("a bug"), new PrintWriter(shown, true));
    assertThat(status).isEqualTo(1);
    assertThat(shown.toString()).contains("a bug", file.toString()).doesNotContain("\tat ");
    assertThat(Files.readString(file)).contains("a bug", "\tat ", "ERROR", "Z ");
  }

  @Test
  void anUnexpectedErrorWithoutALogFileLeavesItsTraceInAFile() throws IOException {
    StringWriter shown = new StringWriter();
    ExitCodes.report(new IllegalStateException("a bug"), new PrintWriter(shown, true));
    String named = shown.toString().lines().reduce("", (a, b) -> b).replaceFirst(".*in ", "");
    assertThat(shown.toString()).doesNotContain("\tat ");
    assertThat(Files.readString(Path.of(named))).contains("a bug", "\tat ");
    Files.delete(Path.of(named));
  }

  @Test
  void theLogHoldsOurInfoAndWarningsOfOthersOnly() throws IOException {
    Path file = folder.resolve("demo.log");
    LogFile.use(file);
    LoggerFactory.getLogger("io.mbmpo.learner.X").info("ours");
    LoggerFactory.getLogger("com.other.Y").info("chatter");
    LoggerFactory.getLogger("com.other.Y").warn("theirs");
    assertThat(Files.readString(file)).contains("ours", "theirs").doesNotContain("chatter");
  }

  @Test
  void whatIsStartedByHandShowsItsLogWithoutStackTraces() throws IOException {
    Path file = folder.resolve("learn.log");
    PrintStream before = System.err;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      LogFile.useAndShow(file);
      LoggerFactory.getLogger("io.mbmpo.learner.X").info("iteration 1");
      LoggerFactory.getLogger("io.mbmpo.learner.X").warn("odd", new IllegalStateException("a bug"));
      LoggerFactory.getLogger("com.other.Y").info("chatter");
      ExitCodes.report(new LinkException("no broker"), new PrintWriter(new StringWriter()));
    } finally {
      System.setErr(before);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("iteration 1", "odd")
        .doesNotContain("chatter", "\tat ", "ended by");
    assertThat(Files.readString(file)).contains("iteration 1", "a bug", "\tat ");
  }
}
