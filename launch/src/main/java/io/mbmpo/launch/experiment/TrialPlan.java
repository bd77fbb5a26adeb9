package io.mbmpo.launch.experiment;

import io.mbmpo.learner.LearnerSettings;

/**
 * What a trial is: with the same plan it gives the same curve, wall times apart.
 *
 * @param trial name, also that of its folder
 * @param line which line of the figure it belongs to, e.g. {@code mb-mpo, b_max 0.5}; trials of one
 *     line differ by their seed only
 * @param task what is learned
 * @param method as people type it, e.g. {@code mb-mpo}, or {@link #FINE_TUNING}
 * @param seed of everything random
 * @param start trial in whose folder θ is taken to start from; empty to start from chance
 * @param learner all settings of the method
 * @param realSteps real transitions after which it ends, 0 to go by {@code learner.iterations}
 *     alone
 * @param evaluationEpisodes episodes that measure the policy after an iteration
 */
public record TrialPlan(
    String trial,
    String line,
    TaskChoice task,
    String method,
    long seed,
    String start,
    LearnerSettings learner,
    long realSteps,
    int evaluationEpisodes) {
  /** Method of a trial that improves a given policy by policy gradient on real episodes. */
  static final String FINE_TUNING = "fine-tuning";
}
