package io.mbmpo.launch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.run.Rows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {
  @Test
  void whatCameLastIsShownWhenItCloses() {
    StringWriter out = new StringWriter();
    AtomicLong clock = new AtomicLong();
    Dashboard<DemoState> dashboard =
        Dashboard.plain(
            DemoState.begin("go1", "runs/x", 1, 3, List.of()),
            clock::get,
            new PrintWriter(out, true));
    clock.set(61_000_000_000L);
    dashboard.update(state -> state.with(Rows.row(0)));
    assertThat(dashboard.state().lastRowAtS()).isEqualTo(61);
    dashboard.close();
    dashboard.close();
    assertThat(out.toString()).containsOnlyOnce("[1:01] iteration 1/3 done");
  }

  @Test
  void onlyNewWarningsOfOtherProcessesAreFound(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("robot.log");
    String warning = "2026-01-01T10:00:00.000Z WARN  [main] Spool: %s\n";
    Files.writeString(log, String.format(warning, "old"));
    LogWatch watch = new LogWatch().watch(log).watch(folder.resolve("learn.log"));
    assertThat(watch.poll()).isEmpty();
    Files.writeString(
        log,
        "2026-01-01T10:00:01.000Z INFO  [main] Spool: fine\n"
            + String.format(warning, "almost full")
            + "2026-01-01T10:00:02.000Z ERROR [main] Spool: fu",
        StandardOpenOption.APPEND);
    assertThat(watch.poll()).containsExactly("robot: Spool: almost full");
    Files.writeString(log, "ll\n", StandardOpenOption.APPEND);
    assertThat(watch.poll()).containsExactly("robot: Spool: full");
    assertThat(watch.poll()).isEmpty();
  }
}
