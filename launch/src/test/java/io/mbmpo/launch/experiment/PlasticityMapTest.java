package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.robotconfigs.task.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlasticityMapTest {
  @TempDir Path folder;
  private final ToyEnvironments environments = new ToyEnvironments();
  private TrialFolder trial;
  private Checkpoint last;

  @BeforeEach
  void aTrainedTrial() {
    trial = Toys.prepare(folder, Toys.plan("trial", 3, 2, 0));
    new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
        .run(() -> false, () -> {});
    last = TrialRun.checkpoints(trial).newest().orElseThrow();
  }

  private List<MapRow> map(Checkpoint checkpoint) {
    try (Environment environment = environments.open(trial.plan().task())) {
      RunIdentity run = TrialRun.identity(trial, environments, environment);
      return PlasticityMap.of(run, trial.plan().learner(), checkpoint);
    }
  }

  @Test
  void theMapCoversTheSquareRowByRow() {
    List<MapRow> map = map(last);
    assertThat(map).hasSize(41 * 41);
    assertThat(map.get(0).x()).isEqualTo(-2);
    assertThat(map.get(0).y()).isEqualTo(-2);
    assertThat(map.get(40).x()).isEqualTo(2);
    assertThat(map.get(41).y()).isCloseTo(-1.9, within(1e-6));
    assertThat(map)
        .allSatisfy(
            row -> {
              assertThat(row.disagreement()).isPositive();
              assertThat(row.kl()).isNotNegative().isFinite();
            });
    assertThat(map.stream().mapToDouble(MapRow::kl).max().orElse(0)).isPositive();
    assertThat(map(last)).isEqualTo(map);
  }

  @Test
  void policiesThatDidNotAdaptHaveNoPlasticity() {
    Checkpoint rigid =
        new Checkpoint(
            last.runId(),
            last.runStartSecond(),
            last.seed(),
            last.settings(),
            last.configHash(),
            last.iteration(),
            last.theta(),
            last.ensemble(),
            List.of(last.theta(), last.theta()),
            Map.of(),
            Map.of());
    assertThat(map(rigid)).allSatisfy(row -> assertThat(row.kl()).isZero());
  }

  @Test
  void klIsThatOfTwoGaussians() {
    try (Environment environment = environments.open(trial.plan().task())) {
      RunIdentity run = Toys.identity(environment);
      MlpPolicy p = new MlpPolicy(Toys.linear(run, 1, 0, 0.5));
      MlpPolicy q = new MlpPolicy(Toys.linear(run, 1, 0.3f, 2));
      // Per dimension: log(σq/σp) + (σp² + (μp − μq)²) / (2σq²) − 1/2.
      double expected = 2 * (Math.log(2 / 0.5) + (0.25 + 0.09) / 8 - 0.5);
      assertThat(PlasticityMap.kl(p, q, new float[] {0, 0, 1, -1}, 2))
          .isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void theReportDrawsMapsAndTellsTheCorrelation() {
    Plasticity plasticity = new Plasticity();
    plasticity.conclude(trial, environments);
    StringWriter out = new StringWriter();
    plasticity.report(List.of(trial), folder, environments, new PrintWriter(out, true));
    assertThat(folder.resolve("map-trial.png")).isNotEmptyFile();
    List<Plasticity.CorrelationRow> rows =
        RecordCsv.read(folder.resolve("correlation.csv"), Plasticity.CorrelationRow.class);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).pearson()).isBetween(-1.0, 1.0);
    assertThat(rows.get(0).pearsonP()).isBetween(1.0 / 1681, 1.0);
    assertThat(out.toString()).contains("trial: Pearson", "over 1681 states", "mean over 1 seeds");
  }
}
