package io.mbmpo.launch.experiment;

import java.util.List;

/**
 * Where one trial stands. Immutable.
 *
 * @param plan what it is
 * @param status where it stands
 * @param iterations iterations that are done
 * @param last newest row of its curve, null before the first
 * @param iterationS wall time of an iteration, mean over the last few, s; NaN before the first
 * @param trouble why it failed, or what made it start again; else empty
 */
record TrialProgress(
    TrialPlan plan,
    Status status,
    int iterations,
    CurveRow last,
    double iterationS,
    String trouble) {
  private static final int RECENT = 3;

  /** Where a trial stands. */
  enum Status {
    WAITING,
    RUNNING,
    FINISHED,
    FAILED
  }

  static TrialProgress of(TrialFolder folder) {
    return new TrialProgress(
            folder.plan(),
            folder.finished() ? Status.FINISHED : Status.WAITING,
            0,
            null,
            Double.NaN,
            "")
        .with(folder.rows());
  }

  TrialProgress with(Status next) {
    return new TrialProgress(plan, next, iterations, last, iterationS, trouble);
  }

  TrialProgress failed(String why) {
    return new TrialProgress(plan, Status.FAILED, iterations, last, iterationS, why);
  }

  /** It waits to be started again. */
  TrialProgress again(String why) {
    return new TrialProgress(
        plan, Status.WAITING, iterations, last, iterationS, why + "; started again");
  }

  TrialProgress with(List<CurveRow> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    CurveRow newest = rows.get(rows.size() - 1);
    int recent = Math.min(RECENT, rows.size());
    double before = rows.size() > recent ? rows.get(rows.size() - 1 - recent).wallS() : 0;
    return new TrialProgress(
        plan, status, newest.iteration() + 1, newest, (newest.wallS() - before) / recent, trouble);
  }

  /** Iterations to come, by the plan's bound on iterations and real steps. */
  double iterationsLeft() {
    double left = plan.learner().iterations() - iterations;
    if (plan.realSteps() > 0 && last != null && last.realSteps() > 0) {
      double stepsAnIteration = (double) last.realSteps() / iterations;
      left = Math.min(left, Math.ceil((plan.realSteps() - last.realSteps()) / stepsAnIteration));
    }
    return status == Status.FINISHED || status == Status.FAILED ? 0 : Math.max(0, left);
  }

  /** Wall time to its end, s; NaN before anything is known. */
  double leftS() {
    double left = iterationsLeft();
    return left == 0 ? 0 : left * iterationS;
  }
}
