package io.mbmpo.launch.experiment;

import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.screen.ScreenText;
import io.mbmpo.learner.Method;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tasks in which a fall ends the episode, with imagination that knows it and one that does not. */
public final class Termination implements Experiment {
  private static final int RANDOM_EPISODES = 100;

  /**
   * Return of random actions: a row of {@code random.csv}.
   *
   * @param returnMean undiscounted return, mean over the episodes
   * @param returnStd its standard deviation over the episodes
   * @param length mean length, policy steps
   */
  public record RandomRow(
      String task, int episodes, double returnMean, double returnStd, double length) {}

  @Override
  public String name() {
    return "termination";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Early termination: imagined episodes that end with a fall, against ones that go on.",
        "ant, hopper and walker2d with early termination; lines with imagination.termination on and"
            + " off. Tells the ratio to the return of uniformly random actions (100 episodes).");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(
        List.of("ant", "hopper", "walker2d"), List.of(Method.MB_MPO), List.of(1L), 200);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String task : request.tasks()) {
        for (Method method : request.methods()) {
          for (boolean ends : new boolean[] {true, false}) {
            trials.add(
                request.plan(
                    method.text() + (ends ? ", imagination ends, too" : ", imagination goes on"),
                    method.text() + (ends ? "-ends" : "-goes-on"),
                    request.task(task, true),
                    method,
                    seed,
                    Map.of("imagination.termination", "" + ends)));
          }
        }
      }
    }
    return trials;
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    List<SummaryRow> summary =
        new CurveReport(CurveReport.Look.plain("Early termination")).write(trials, folder, out);
    Map<String, RandomRow> random = new LinkedHashMap<>();
    for (TrialFolder trial : trials) {
      random.computeIfAbsent(
          trial.plan().task().name(), name -> random(trial.plan().task(), environments));
    }
    RecordCsv.write(folder.resolve("random.csv"), RandomRow.class, List.copyOf(random.values()));
    out.println();
    summary.forEach(row -> out.println(ratio(row, random.get(row.task()))));
  }

  private static RandomRow random(TaskChoice task, Environments environments) {
    try (Environment environment = environments.open(task)) {
      PolicyEvaluation.Score score =
          new PolicyEvaluation(environment, 0).score(null, Exploration.RANDOM, 0, RANDOM_EPISODES);
      return new RandomRow(task.name(), RANDOM_EPISODES, score.mean(), score.std(), score.length());
    }
  }

  /** A ratio says something only where random actions gain something. */
  static String ratio(SummaryRow row, RandomRow random) {
    double ratio = random.returnMean() > 0 ? row.medianReturn() / random.returnMean() : Double.NaN;
    return String.format(
        Locale.ROOT,
        "%-10s %-32s return %s after %,d real steps, random actions %.1f: ratio %s",
        row.task(),
        row.line(),
        ScreenText.number("%.1f", row.medianReturn()),
        row.realSteps(),
        random.returnMean(),
        ScreenText.number("%.1f", ratio));
  }
}
