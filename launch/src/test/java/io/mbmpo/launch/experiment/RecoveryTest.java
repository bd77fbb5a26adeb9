package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.sim.benchmark.PhysicsChange;
import io.mbmpo.sim.benchmark.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path folder;
  private final ToyEnvironments environments = new ToyEnvironments();

  private static List<TrialPlan> trials(Map<String, String> set, Method... methods) {
    return new Recovery()
        .trials(
            new Request(
                List.of("toy"),
                List.of(methods),
                List.of(1L),
                Toys.HORIZON,
                Setting.GYM,
                "quick",
                set,
                3,
                0,
                2));
  }

  @Test
  void everyMethodLearnsTheNominalTaskAndIsTunedOnTheChangedOne() {
    List<TrialPlan> trials = trials(Map.of(), Method.MB_MPO, Method.ME_TRPO);
    assertThat(trials)
        .extracting(TrialPlan::trial)
        .containsExactly(
            "toy-mb-mpo-s1",
            "toy-me-trpo-s1",
            "toy-tuned-mb-mpo-s1",
            "toy-tuned-me-trpo-s1",
            "toy-tuned-scratch-s1");
    assertThat(trials)
        .extracting(TrialPlan::start)
        .containsExactly("", "", "toy-mb-mpo-s1", "toy-me-trpo-s1", "");
    assertThat(trials.subList(0, 2))
        .allSatisfy(t -> assertThat(t.task().options().physics()).isEqualTo(PhysicsChange.NONE));
    assertThat(trials.subList(2, 5))
        .allSatisfy(
            t -> {
              assertThat(t.method()).isEqualTo("fine-tuning");
              assertThat(t.task().options().physics()).isEqualTo(new PhysicsChange(1.3, 0.7));
              assertThat(t.learner().iterations()).isEqualTo(60);
            });
    assertThat(trials.get(0).learner().iterations()).isEqualTo(3);
    assertThatThrownBy(() -> trials(Map.of(), Method.MB_MPC)).hasMessageContaining("no policy");
  }

  @Test
  void episodesAreCountedUpToTheMeasurementThatReachedTheThreshold() {
    List<CurveRow> rows = List.of(Toys.row(0, 200, 50), Toys.row(1, 400, 80), Toys.row(2, 600, 95));
    assertThat(RecoveryRow.episodes(rows, 40, 10)).isZero();
    assertThat(RecoveryRow.episodes(rows, 80, 10)).isEqualTo(20);
    assertThat(RecoveryRow.episodes(rows, 90, 10)).isEqualTo(30);
    assertThat(RecoveryRow.episodes(rows, 96, 10)).isNaN();
    assertThat(RecoveryRow.episodes(rows, Double.NaN, 10)).isNaN();
  }

  @Test
  void tuningBeginsWithTheLastPolicyOfTheTrialItStartsFrom() {
    Map<String, String> set = new LinkedHashMap<>(Toys.small());
    set.put("iterations", "2");
    set.put("fineTuning.episodes", "4");
    List<TrialFolder> folders = new ArrayList<>();
    for (TrialPlan plan : trials(set, Method.MB_MPO)) {
      TrialFolder trial = Toys.prepare(folder, plan);
      new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
          .run(() -> false, () -> {});
      assertThat(trial.finished()).isTrue();
      folders.add(trial);
    }
    TrialFolder nominal = folders.get(0);
    TrialFolder tuned = folders.get(1);
    assertThat(tuned.rows()).hasSize(2);
    assertThat(tuned.rows().get(0).realSteps()).isEqualTo(4 * Toys.HORIZON);
    assertThat(tuned.rows().get(0).returnMean()).isEqualTo(onTheChangedTask(nominal, tuned));
    StringWriter out = new StringWriter();
    new Recovery().report(folders, folder, environments, new PrintWriter(out, true));
    assertThat(out.toString()).contains("from mb-mpo", "from scratch", "90 % of nominal");
    assertThat(folder.resolve("toy-tuned.png")).isNotEmptyFile();
    assertThat(folder.resolve("toy-nominal.png")).isNotEmptyFile();
    List<RecoveryRow> rows = RecordCsv.read(folder.resolve("recovery.csv"), RecoveryRow.class);
    assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.threshold()).isNaN());
  }

  /** What the first row of tuning must measure: the policy it begins with, on its own task. */
  private double onTheChangedTask(TrialFolder nominal, TrialFolder tuned) {
    float[] theta = TrialRun.checkpoints(nominal).newest().map(Checkpoint::theta).orElseThrow();
    try (Environment environment = environments.open(tuned.plan().task())) {
      RunIdentity run = TrialRun.identity(tuned, environments, environment);
      return new PolicyEvaluation(environment, tuned.plan().seed())
          .scores(run.meta(1, 0, theta), 0, 2)
          .sampled()
          .mean();
    }
  }

  @Test
  void aTrialWhosePolicyIsMissingSaysWhichOneItNeeds() {
    List<TrialPlan> trials = trials(Toys.small(), Method.MB_MPO);
    Toys.prepare(folder, trials.get(0));
    TrialFolder tuned = Toys.prepare(folder, trials.get(1));
    assertThatThrownBy(
            () ->
                new TrialRun(tuned, environments, Compute.oneCore(), System::nanoTime)
                    .run(() -> false, () -> {}))
        .hasMessageContaining("trial toy-mb-mpo-s1 has no policy yet");
  }

  @Test
  void thresholdsAreSharesOfTheBestOfTheSameSeed() {
    TrialPlan nominal = plan("toy-mb-mpo-s1", "mb-mpo", "mb-mpo on the nominal task", "");
    TrialPlan meta = plan("toy-tuned-mb-mpo-s1", "fine-tuning", "from mb-mpo", nominal.trial());
    TrialPlan scratch = plan("toy-tuned-scratch-s1", "fine-tuning", "from scratch", "");
    List<TrialFolder> folders =
        List.of(curve(nominal, 40, 100), curve(meta, 60, 70, 95), curve(scratch, 10, 30, 64));
    new Recovery().report(folders, folder, environments, new PrintWriter(new StringWriter()));
    List<RecoveryRow> rows = RecordCsv.read(folder.resolve("recovery.csv"), RecoveryRow.class);
    assertThat(rows)
        .extracting(RecoveryRow::of)
        .containsExactly("best", "best", "nominal", "nominal");
    assertThat(rows.get(0).threshold()).isCloseTo(0.9 * 95, within(1e-9));
    assertThat(rows.get(2).threshold()).isCloseTo(90, within(1e-9));
    int episodes = meta.learner().fineTuning().episodes();
    assertThat(rows)
        .extracting(RecoveryRow::episodes)
        .satisfiesExactly(
            fromMeta -> assertThat(fromMeta).isEqualTo(3.0 * episodes),
            fromScratch -> assertThat(fromScratch).isNaN(),
            fromMeta -> assertThat(fromMeta).isEqualTo(3.0 * episodes),
            fromScratch -> assertThat(fromScratch).isNaN());
    assertThat(rows.get(0).startReturn()).isEqualTo(60);
    assertThat(rows.get(0).bestReturn()).isEqualTo(95);
  }

  private static TrialPlan plan(String trial, String method, String line, String start) {
    TrialPlan toy = Toys.plan(trial, 1, 3, 0);
    return new TrialPlan(
        trial, line, toy.task(), method, 1, start, toy.learner(), 0, toy.evaluationEpisodes());
  }

  private TrialFolder curve(TrialPlan plan, double... returns) {
    TrialFolder trial = Toys.prepare(folder, plan);
    List<CurveRow> rows = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      rows.add(Toys.row(i, 200L * (i + 1), returns[i]));
    }
    RecordCsv.write(trial.curve(), CurveRow.class, rows);
    return trial;
  }
}
