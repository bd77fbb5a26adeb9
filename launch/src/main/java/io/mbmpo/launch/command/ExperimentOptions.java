package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.experiment.Experiment;
import io.mbmpo.launch.experiment.Request;
import io.mbmpo.launch.run.Place;
import io.mbmpo.learner.Method;
import io.mbmpo.sim.benchmark.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What can be asked of every experiment. */
final class ExperimentOptions {
  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "TASK",
      description = "Tasks, separated by commas (default: the experiment's).")
  private List<String> tasks = List.of();

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      description = "mb-mpo, me-trpo, mb-mpc, trpo, ppo (default: the experiment's).")
  private List<String> methods = List.of();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Seeds, a trial each (default: the experiment's).")
  private List<Long> seeds = List.of();

  @Option(
      names = "--iterations",
      defaultValue = "0",
      paramLabel = "N",
      description = "Most iterations of a trial, the random one included (default: the profile's).")
  private int iterations;

  @Option(
      names = "--real-steps",
      defaultValue = "0",
      paramLabel = "N",
      description = "End a trial after the iteration that brings it to so many real steps.")
  private long realSteps;

  @Option(
      names = "--horizon",
      defaultValue = "0",
      paramLabel = "N",
      description = "Longest episode, real and imagined, in policy steps (default: experiment's).")
  private int horizon;

  @Option(
      names = "--profile",
      defaultValue = "benchmark",
      paramLabel = "NAME",
      description = "Learner settings: benchmark, paper or another (default: ${DEFAULT-VALUE}).")
  private String profile;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Change one learner setting, e.g. --set meta.steps=20. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--setting",
      defaultValue = "gym",
      paramLabel = "NAME",
      description =
          "Time step and start states of the tasks: gym or paper_code (default: ${DEFAULT-VALUE}).")
  private Setting setting;

  @Option(
      names = "--evaluation-episodes",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "Episodes that measure the policy after an iteration, with noise and as many without; they"
              + " are no real steps and nobody learns from them (default: ${DEFAULT-VALUE}).")
  private int evaluationEpisodes;

  @Option(
      names = "--jobs",
      defaultValue = "0",
      paramLabel = "N",
      description = "Trials at a time, each in a process of its own (default: a core each).")
  private int jobs;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Folder of the trials (default: runs/experiments/EXPERIMENT).")
  private Path folder;

  @Option(
      names = "--plot-only",
      description = "Only draw figures and summary from the trials in the folder.")
  private boolean plotOnly;

  boolean plotOnly() {
    return plotOnly;
  }

  Path folder(Place place, String experiment) {
    Path chosen = folder == null ? place.runs().resolve("experiments").resolve(experiment) : folder;
    return chosen.toAbsolutePath().normalize();
  }

  /** Trials at a time. */
  int jobs(int trials) {
    int wanted = jobs == 0 ? Runtime.getRuntime().availableProcessors() : jobs;
    return Math.max(1, Math.min(wanted, trials));
  }

  /** Worker threads of a trial: cores that the other trials leave. */
  int threads(int jobsAtATime) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / jobsAtATime);
  }

  /**
   * What is asked, checked.
   *
   * @throws LaunchException naming the option, its value and what is allowed
   */
  Request request(Experiment.Defaults defaults, List<String> known) {
    atLeast("--iterations", iterations, 0);
    atLeast("--real-steps", realSteps, 0);
    atLeast("--horizon", horizon, 0);
    atLeast("--evaluation-episodes", evaluationEpisodes, 0);
    atLeast("--jobs", jobs, 0);
    List<String> chosen = tasks.isEmpty() ? defaults.tasks() : tasks;
    for (String task : chosen) {
      if (!known.contains(task)) {
        throw LaunchException.usage(
            "unknown task '" + task + "'; there are: " + String.join(", ", known));
      }
    }
    return new Request(
        chosen,
        methods.isEmpty() ? defaults.methods() : methods.stream().map(Method::of).toList(),
        seeds.isEmpty() ? defaults.seeds() : seeds,
        horizon == 0 ? defaults.horizon() : horizon,
        setting,
        profile,
        set,
        iterations,
        realSteps,
        evaluationEpisodes);
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw LaunchException.usage(option + " is " + value + "; at least " + least);
    }
  }
}
