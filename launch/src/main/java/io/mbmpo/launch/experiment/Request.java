package io.mbmpo.launch.experiment;

import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.Method;
import io.mbmpo.sim.benchmark.PhysicsChange;
import io.mbmpo.sim.benchmark.Setting;
import io.mbmpo.sim.benchmark.TaskOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person asks of an experiment.
 *
 * @param tasks names of tasks
 * @param methods methods to compare
 * @param seeds a trial each
 * @param horizon longest episode, real and imagined, policy steps
 * @param setting which published version of the tasks
 * @param profile learner profile
 * @param set learner settings changed, the last word
 * @param iterations most iterations, 0 for the profile's
 * @param realSteps real transitions after which a trial ends, 0 for none
 * @param evaluationEpisodes episodes that measure a policy
 */
public record Request(
    List<String> tasks,
    List<Method> methods,
    List<Long> seeds,
    int horizon,
    Setting setting,
    String profile,
    Map<String, String> set,
    int iterations,
    long realSteps,
    int evaluationEpisodes) {
  public Request {
    tasks = List.copyOf(tasks);
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
  }

  /** The nominal task of a name. */
  TaskChoice task(String name, boolean earlyTermination) {
    return new TaskChoice(
        name, new TaskOptions(horizon, earlyTermination, setting, PhysicsChange.NONE));
  }

  /** Name of a trial. */
  String trial(TaskChoice task, String variant, long seed) {
    return task.name() + "-" + variant + "-s" + seed;
  }

  /**
   * A trial.
   *
   * @param line its line in the figure
   * @param variant its part of the trial's name, between task and seed
   * @param settings what the experiment itself changes of the profile
   */
  TrialPlan plan(
      String line,
      String variant,
      TaskChoice task,
      Method method,
      long seed,
      Map<String, String> settings) {
    return new TrialPlan(
        trial(task, variant, seed),
        line,
        task,
        method.text(),
        seed,
        "",
        learner(settings),
        realSteps,
        evaluationEpisodes);
  }

  /**
   * The profile's settings with the horizon, then the experiment's, then the person's. Imagined
   * episodes are as long as real ones if they are in the profile, else the profile's, cut to the
   * horizon. As many random steps are taken as in the profile, whatever the horizon. The policy is
   * measured apart from training, so no real episode goes into reporting.
   */
  LearnerSettings learner(Map<String, String> settings) {
    return learner(settings, iterations);
  }

  /**
   * As {@link #learner(Map)}, with so many iterations at most.
   *
   * @param most 0 for the profile's
   */
  LearnerSettings learner(Map<String, String> settings, int most) {
    LearnerSettings base = LearnerProfiles.load(profile, Map.of());
    LearnerSettings.Real real = base.real();
    boolean asLong = base.meta().horizon() == real.horizon();
    int randomSteps = real.randomEpisodes() * real.randomHorizon();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("real.randomEpisodes", "" + Math.max(1, randomSteps / horizon));
    all.put("meta.horizon", "" + (asLong ? horizon : Math.min(base.meta().horizon(), horizon)));
    all.put("real.horizon", "" + horizon);
    all.put("real.randomHorizon", "" + horizon);
    all.put("real.metaEpisodes", "0");
    if (most > 0) {
      all.put("iterations", "" + most);
    }
    all.putAll(settings);
    all.putAll(set);
    return LearnerProfiles.load(profile, all);
  }
}
