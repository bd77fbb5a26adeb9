package io.mbmpo.launch.experiment;

import io.mbmpo.learner.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Fig. 4: with and without adaptation where model errors compound over 1000 steps. */
public final class LongHorizon implements Experiment {
  @Option(
      names = "--alphas",
      split = ",",
      paramLabel = "ALPHA",
      defaultValue = "0.001,0",
      description =
          "Inner step sizes α, a line each; 0 is no adaptation (default: ${DEFAULT-VALUE}).")
  private List<String> alphas = List.of("0.001", "0");

  @Override
  public String name() {
    return "horizon";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fig. 4: a horizon of 1000 with and without adaptation.",
        "half_cheetah, α = 0.001 against α = 0. Imagined episodes are as long as real ones and start"
            + " where those do; every seed is a thin line of its own.");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(List.of("half_cheetah"), List.of(Method.MB_MPO), List.of(1L, 2L, 3L), 1000);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String task : request.tasks()) {
        for (Method method : request.methods()) {
          for (String alpha : alphas) {
            trials.add(
                request.plan(
                    method.text() + ", α = " + alpha,
                    method.text() + "-a" + alpha,
                    request.task(task, false),
                    method,
                    seed,
                    Map.of(
                        "meta.innerStep",
                        alpha,
                        "meta.horizon",
                        "" + request.horizon(),
                        "meta.bufferStarts",
                        "0")));
          }
        }
      }
    }
    return trials;
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    new CurveReport(new CurveReport.Look("With and without adaptation", List.of(), true, false, ""))
        .write(trials, folder, out);
  }
}
