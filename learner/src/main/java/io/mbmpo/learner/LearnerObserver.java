package io.mbmpo.learner;

/** Watches Alg. 1 from outside; called on the learner's thread. */
public interface LearnerObserver {
  /**
   * An iteration goes on.
   *
   * @param phase "collect", "fit" or "meta-step"
   * @param done share of the phase that is done, in [0, 1]
   * @throws LearningStopped to stop in order
   */
  void phase(int iteration, String phase, double done);

  /** An iteration is complete; its state must be durable when this returns. */
  void finished(LearnerState next, IterationReport report);
}
