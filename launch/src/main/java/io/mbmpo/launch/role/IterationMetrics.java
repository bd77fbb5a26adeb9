package io.mbmpo.launch.role;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.learner.IterationReport;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** An iteration's report as a row of numbers. Speed and return are the pre-update policy's. */
final class IterationMetrics {
  private final long startEpochSecond;
  private final Clock clock;

  IterationMetrics(long startEpochSecond, Clock clock) {
    this.startEpochSecond = startEpochSecond;
    this.clock = clock;
  }

  IterationRow row(IterationReport report) {
    // The random iteration has no pre-update policy's episodes: all of its count.
    boolean any =
        report.episodes().stream().anyMatch(e -> e.exploration() == Exploration.DETERMINISTIC);
    int[] shown =
        IntStream.range(0, report.episodes().size())
            .filter(
                i -> !any || report.episodes().get(i).exploration() == Exploration.DETERMINISTIC)
            .toArray();
    double count = shown.length;
    double episodeReturn = 0;
    double speed = 0;
    double drift = 0;
    long version = 0;
    for (int i : shown) {
      Episode episode = report.episodes().get(i);
      Walk walk = Walk.of(episode);
      episodeReturn += report.returns()[i] / count;
      speed += walk.speedMS() / count;
      drift += walk.sidewaysM() / count;
      version = episode.snapshotVersion();
    }
    int falls = (int) report.episodes().stream().filter(Episode::terminated).count();
    return new IterationRow(
        report.iteration(),
        report.robotSeconds() / 60,
        clock.millis() / 1e3 - startEpochSecond,
        episodeReturn,
        speed,
        drift,
        falls,
        report.episodes().size(),
        report.validationLoss(),
        report.disagreement(),
        report.kl(),
        report.adaptationKl(),
        report.imaginedReturn(),
        version,
        report.collectSeconds(),
        report.fitSeconds(),
        report.metaSeconds());
  }

  Map<String, Double> scalars(IterationReport report) {
    IterationRow row = row(report);
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("real/return", row.episodeReturn());
    scalars.put("real/forward_speed_m_s", row.forwardSpeedMS());
    scalars.put("real/falls", (double) row.falls());
    scalars.put("real/robot_minutes", row.robotMinutes());
    scalars.put("model/validation_loss", row.validationLoss());
    scalars.put("model/disagreement", row.disagreement());
    scalars.put("policy/kl", row.kl());
    scalars.put("policy/adaptation_kl", row.adaptationKl());
    scalars.put("policy/imagined_return", row.imaginedReturn());
    scalars.put("policy/accepted_steps", (double) report.acceptedSteps());
    return scalars;
  }
}
