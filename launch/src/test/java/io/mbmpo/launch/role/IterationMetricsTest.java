package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.learner.IterationReport;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.ObservationLayout;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterationMetricsTest {
  private static final int WIDTH = 49;

  private static Episode episode(Exploration exploration, double speedMS, boolean fell) {
    int steps = 10;
    float[] observations = new float[(steps + 1) * WIDTH];
    for (int t = 0; t <= steps; t++) {
      observations[t * WIDTH + ObservationLayout.COS_HEADING] = 1;
      observations[t * WIDTH + ObservationLayout.LINEAR_VELOCITY] = (float) speedMS;
    }
    return new Episode(
        "e",
        "run",
        "go1",
        "",
        1,
        exploration == Exploration.DETERMINISTIC ? 42 : 41,
        new byte[0],
        exploration,
        1,
        observations,
        new float[steps * 12],
        WIDTH,
        12,
        fell,
        fell ? "fall" : "horizon",
        0,
        0.02);
  }

  private static IterationRow row(List<Episode> episodes, double... returns) {
    IterationReport report =
        new IterationReport(
            1,
            episodes,
            returns,
            new float[0],
            2_250,
            90,
            0.5,
            0.1,
            0.01,
            0.02,
            0.05,
            7,
            3,
            1,
            2,
            3);
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_100), ZoneOffset.UTC);
    return new IterationMetrics(1_000, clock).row(report);
  }

  @Test
  void speedAndReturnAreThePreUpdatePolicysAndFallsAreEverybodys() {
    IterationRow row =
        row(
            List.of(
                episode(Exploration.GAUSSIAN, 0.1, true),
                episode(Exploration.DETERMINISTIC, 1, false),
                episode(Exploration.DETERMINISTIC, 2, false)),
            -5,
            10,
            20);
    assertThat(row.forwardSpeedMS()).isCloseTo(1.5, within(1e-6));
    assertThat(row.episodeReturn()).isCloseTo(15, within(1e-9));
    assertThat(row.falls()).isEqualTo(1);
    assertThat(row.episodes()).isEqualTo(3);
    assertThat(row.snapshotVersion()).isEqualTo(42);
    assertThat(row.robotMinutes()).isCloseTo(1.5, within(1e-9));
    assertThat(row.wallS()).isCloseTo(100, within(1e-9));
  }

  @Test
  void inTheRandomIterationAllEpisodesCount() {
    IterationRow row =
        row(
            List.of(episode(Exploration.RANDOM, 1, false), episode(Exploration.RANDOM, 2, true)),
            1,
            3);
    assertThat(row.forwardSpeedMS()).isCloseTo(1.5, within(1e-6));
    assertThat(row.episodeReturn()).isCloseTo(2, within(1e-9));
  }
}
