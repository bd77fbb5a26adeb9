package io.mbmpo.learner;

import io.mbmpo.link.PolicySnapshot;

/**
 * A method at work on one run. All it knows between two iterations is in {@link LearnerState} and
 * in the store, all that is random comes from {@link RandomStreams}: stopped anywhere and started
 * again from the last state, it computes what it would have computed. Called by one thread.
 */
public interface Learning extends AutoCloseable {
  /** What a run begins with. */
  LearnerState initialize();

  /**
   * Learns from {@code state} to the last iteration.
   *
   * @param state what {@link #initialize} made or the last checkpoint holds
   * @return the policy learned; its parameters are empty for a method that has none
   * @throws LearningStopped when asked to stop; the last state saved is the one to go on from
   */
  PolicySnapshot run(LearnerState state);

  /** Frees native memory. */
  @Override
  void close();
}
