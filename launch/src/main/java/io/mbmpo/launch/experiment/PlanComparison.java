package io.mbmpo.launch.experiment;

import io.mbmpo.launch.run.RunYaml;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import java.util.Map;
import java.util.Optional;

/**
 * A trial's plan as it was and as it is asked for now. How far a trial goes is no part of what it
 * is: iterations and real steps may be raised.
 */
final class PlanComparison {
  private static final String ITERATIONS = "learner.iterations";
  private static final String REAL_STEPS = "realSteps";

  private final TrialPlan old;
  private final TrialPlan asked;

  PlanComparison(TrialPlan old, TrialPlan asked) {
    this.old = old;
    this.asked = asked;
  }

  /** The first setting that differs, as a clause; empty when the trial is the same. */
  Optional<String> difference() {
    return RunYaml.difference(flat(old), flat(asked));
  }

  /** Whether more is asked for than before. */
  boolean goesFurther() {
    return asked.learner().iterations() > old.learner().iterations() || limit(asked) > limit(old);
  }

  /** The old plan, going as far as either asks. */
  TrialPlan longer() {
    int iterations = Math.max(old.learner().iterations(), asked.learner().iterations());
    return new TrialPlan(
        old.trial(),
        old.line(),
        old.task(),
        old.method(),
        old.seed(),
        old.start(),
        withIterations(old.learner(), iterations),
        limit(asked) > limit(old) ? asked.realSteps() : old.realSteps(),
        old.evaluationEpisodes());
  }

  private static LearnerSettings withIterations(LearnerSettings settings, int iterations) {
    return LearnerProfiles.changed(settings, Map.of("iterations", "" + iterations));
  }

  private static long limit(TrialPlan plan) {
    return plan.realSteps() == 0 ? Long.MAX_VALUE : plan.realSteps();
  }

  /** Every setting but how far, by its dotted name. */
  private static Map<String, Object> flat(TrialPlan plan) {
    Map<String, Object> all = RunYaml.flat(plan);
    all.remove(ITERATIONS);
    all.remove(REAL_STEPS);
    return all;
  }
}
