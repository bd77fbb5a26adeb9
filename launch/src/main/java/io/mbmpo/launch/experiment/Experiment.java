package io.mbmpo.launch.experiment;

import io.mbmpo.learner.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** One of the paper's experiments: which trials it is made of, and what is told of them. */
public interface Experiment {
  /** As people type it; also the name of its folder. */
  String name();

  /** What it shows, for the help: the first line alone in the list of experiments. */
  List<String> description();

  /**
   * What is done unless the person asks otherwise.
   *
   * @param horizon longest episode, policy steps
   */
  record Defaults(List<String> tasks, List<Method> methods, List<Long> seeds, int horizon) {}

  Defaults defaults();

  /** The trials, in the order in which they are to be run. */
  List<TrialPlan> trials(Request request);

  /**
   * What a trial's own process does when training is over and before the trial counts as finished.
   *
   * @param environments where the trial's task is opened from
   */
  default void conclude(TrialFolder trial, Environments environments) {}

  /**
   * Writes CSV and figures of what is there so far and tells it in a few lines.
   *
   * @param trials trials with at least one row, finished or not
   * @param folder folder of the experiment
   * @param environments for what has to be measured besides
   */
  void report(List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out);
}
