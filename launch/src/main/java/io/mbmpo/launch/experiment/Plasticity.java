package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.robotconfigs.task.Environment;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fig. 2: is the policy plastic where the models disagree? */
public final class Plasticity implements Experiment {
  /** So few that most data are of policies on their way to the origin: the rim stays unknown. */
  private static final String RANDOM_EPISODES = "5";

  /**
   * A trial's correlation: a row of {@code correlation.csv}.
   *
   * @param pearson coefficient over the states of the map
   * @param pearsonP its p-value under toroidal shifts
   * @param spearman coefficient of the ranks
   * @param spearmanP its p-value under toroidal shifts
   */
  public record CorrelationRow(
      String trial,
      long seed,
      int states,
      double pearson,
      double pearsonP,
      double spearman,
      double spearmanP) {}

  @Override
  public String name() {
    return "plasticity";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fig. 2: where the models disagree, does the policy adapt more?",
        "The 2-D point task, horizon 30, five random episodes. After training, over a grid on"
            + " [-2, 2]²: standard deviation of the ensemble's predictions, and KL between the policy"
            + " and its adapted policies. Two maps a seed, and their correlation; its p-value is the"
            + " share of all shifts of one map against the other that correlate at least as much.");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(List.of("point"), List.of(Method.MB_MPO), List.of(1L, 2L, 3L), 30);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    if (!request.methods().equals(List.of(Method.MB_MPO))) {
      throw LaunchException.usage("plasticity needs adapted policies: only --methods mb-mpo");
    }
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String task : request.tasks()) {
        trials.add(
            request.plan(
                Method.MB_MPO.text(),
                Method.MB_MPO.text(),
                request.task(task, false),
                Method.MB_MPO,
                seed,
                Map.of("real.randomEpisodes", RANDOM_EPISODES)));
      }
    }
    return trials;
  }

  /** Draws up the trial's map from its last checkpoint. */
  @Override
  public void conclude(TrialFolder trial, Environments environments) {
    Checkpoint last = TrialRun.checkpoints(trial).newest().orElseThrow();
    try (Environment environment = environments.open(trial.plan().task())) {
      if (environment.task().observationSize() != 2) {
        throw LaunchException.usage(
            trial.plan().task().name() + " has no map: its observation is no place in the plane");
      }
      RecordCsv.write(
          map(trial),
          MapRow.class,
          PlasticityMap.of(
              TrialRun.identity(trial, environments, environment), trial.plan().learner(), last));
    }
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    new CurveReport(CurveReport.Look.plain("Plasticity")).write(trials, folder, out);
    List<CorrelationRow> rows = new ArrayList<>();
    for (TrialFolder trial : trials) {
      if (Files.exists(map(trial))) {
        rows.add(draw(trial, folder));
      }
    }
    RecordCsv.write(folder.resolve("correlation.csv"), CorrelationRow.class, rows);
    out.println();
    rows.forEach(row -> out.println(sentence(row)));
    if (!rows.isEmpty()) {
      out.println(together(rows));
    }
  }

  private static CorrelationRow draw(TrialFolder trial, Path folder) {
    List<MapRow> map = RecordCsv.read(map(trial), MapRow.class);
    double[] disagreement = map.stream().mapToDouble(MapRow::disagreement).toArray();
    double[] kl = map.stream().mapToDouble(MapRow::kl).toArray();
    Correlation correlation = Correlation.of(disagreement, kl, PlasticityMap.SIDE);
    TrialPlan plan = trial.plan();
    FigurePlot.write(
        HeatMaps.image(
            String.format(
                Locale.ROOT,
                "%s, seed %d: Pearson %.2f, Spearman %.2f",
                plan.task().name(),
                plan.seed(),
                correlation.pearson(),
                correlation.spearman()),
            List.of(
                new HeatMaps.Panel(
                    "Disagreement of the models",
                    "standard deviation of predictions, normalized change",
                    disagreement),
                new HeatMaps.Panel(
                    "Plasticity of the policy",
                    "KL between the policy and the adapted policies, nats",
                    kl)),
            PlasticityMap.REACH_M),
        folder.resolve("map-" + plan.trial() + ".png"));
    return new CorrelationRow(
        plan.trial(),
        plan.seed(),
        map.size(),
        correlation.pearson(),
        correlation.pearsonP(),
        correlation.spearman(),
        correlation.spearmanP());
  }

  private static String sentence(CorrelationRow row) {
    return String.format(
        Locale.ROOT,
        "%s: Pearson %.3f (p %.4f), Spearman %.3f (p %.4f) over %d states",
        row.trial(),
        row.pearson(),
        row.pearsonP(),
        row.spearman(),
        row.spearmanP(),
        row.states());
  }

  private static String together(List<CorrelationRow> rows) {
    return String.format(
        Locale.ROOT,
        "mean over %d seeds: Pearson %.3f, Spearman %.3f; positive in %d",
        rows.size(),
        rows.stream().mapToDouble(CorrelationRow::pearson).average().orElse(Double.NaN),
        rows.stream().mapToDouble(CorrelationRow::spearman).average().orElse(Double.NaN),
        rows.stream().filter(row -> row.pearson() > 0).count());
  }

  private static Path map(TrialFolder trial) {
    return trial.path().resolve("map.csv");
  }
}
