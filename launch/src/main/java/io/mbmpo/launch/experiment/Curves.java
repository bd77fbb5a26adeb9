package io.mbmpo.launch.experiment;

import io.mbmpo.learner.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fig. 1: learning curves of MB-MPO and of what it is compared with, horizon 200. */
public final class Curves implements Experiment {
  /** Where RLlib's published log of this algorithm stands. */
  private static final long PUBLISHED_STEPS = 84_000;

  @Override
  public String name() {
    return "curves";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fig. 1: learning curves, tasks × methods × seeds, horizon 200.",
        "Shows return against real steps; with TRPO or PPO among the methods on a logarithmic axis."
            + " The summary also tells the return at 84,000 real steps.");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(List.of("half_cheetah"), List.of(Method.MB_MPO), List.of(1L, 2L, 3L), 200);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String task : request.tasks()) {
        for (Method method : request.methods()) {
          trials.add(
              request.plan(
                  method.text(), method.text(), request.task(task, false), method, seed, Map.of()));
        }
      }
    }
    return trials;
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    new CurveReport(
            new CurveReport.Look("Learning curves", List.of(PUBLISHED_STEPS), false, false, ""))
        .write(trials, folder, out);
  }
}
