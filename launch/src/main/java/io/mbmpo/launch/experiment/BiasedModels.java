package io.mbmpo.launch.experiment;

import io.mbmpo.learner.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Fig. 3: models that are wrong on purpose, MB-MPO against ME-TRPO. */
public final class BiasedModels implements Experiment {
  private static final String NOISE_STD = "0.1";

  @Option(
      names = "--biases",
      split = ",",
      paramLabel = "B_MAX",
      defaultValue = "0,0.1,0.5,1.0",
      description =
          "b_max, a line each: in every iteration each model's predictions are shifted by a constant"
              + " from U(0, b_max) in each dimension (default: ${DEFAULT-VALUE}).")
  private List<String> biases = List.of("0", "0.1", "0.5", "1.0");

  @Override
  public String name() {
    return "biased-models";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fig. 3: models with a bias and noise, MB-MPO against ME-TRPO.",
        "half_cheetah, horizon 100. Gaussian noise N(b, 0.1²) is added to every predicted observation,"
            + " b drawn anew for every model in every iteration.");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(
        List.of("half_cheetah"), List.of(Method.MB_MPO, Method.ME_TRPO), List.of(1L, 2L, 3L), 100);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String task : request.tasks()) {
        for (String bias : biases) {
          for (Method method : request.methods()) {
            trials.add(
                request.plan(
                    method.text() + ", b_max " + bias,
                    method.text() + "-b" + bias,
                    request.task(task, false),
                    method,
                    seed,
                    Map.of("imagination.maxBias", bias, "imagination.noiseStd", NOISE_STD)));
          }
        }
      }
    }
    return trials;
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    new CurveReport(CurveReport.Look.plain("Biased and noisy models")).write(trials, folder, out);
  }
}
