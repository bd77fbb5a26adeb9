package io.mbmpo.launch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fourIterations() {
    file = folder.resolve("metrics.csv");
    try (MetricsCsv metrics = MetricsCsv.open(file, 0)) {
      Rows.upTo(4).forEach(metrics::append);
    }
  }

  @Test
  void whatWasWrittenIsReadBackExactly() {
    assertThat(MetricsCsv.read(file)).isEqualTo(Rows.upTo(4));
  }

  @Test
  void theColumnsStayAsOthersReadThem() throws IOException {
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo(
            "iteration,robotMinutes,wallS,episodeReturn,forwardSpeedMS,lateralDriftM,falls,"
                + "episodes,validationLoss,disagreement,kl,adaptationKl,imaginedReturn,"
                + "snapshotVersion,collectS,fitS,metaS");
  }

  @Test
  void aResumedRunWritesNoIterationTwice() {
    try (MetricsCsv metrics = MetricsCsv.open(file, 2)) {
      metrics.append(Rows.row(2));
    }
    assertThat(MetricsCsv.read(file)).isEqualTo(Rows.upTo(3));
  }

  @Test
  void aRowCutOffByACrashIsDropped() throws IOException {
    Files.writeString(file, "4,1.5,20.0,3", StandardOpenOption.APPEND);
    assertThat(MetricsCsv.read(file)).hasSize(4);
    MetricsCsv.open(file, 4).close();
    assertThat(Files.readString(file)).endsWith("\n");
  }

  @Test
  void aBrokenValueIsNamedWithLineAndColumn() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\n2,1.8,", "\n2,fast,"));
    assertThatThrownBy(() -> MetricsCsv.read(file))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(file + ", line 4, robotMinutes: not a number: fast");
  }

  @Test
  void anotherFileIsRefusedAndNotOverwritten() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> MetricsCsv.open(other, 0)).hasMessageContaining("other.csv, line 1");
    assertThat(other).hasContent("a,b\n1,2\n");
  }
}
