package io.mbmpo.link;

/**
 * What the robot experienced in one rollout. Arrays are owned by the episode and are not to be
 * changed.
 *
 * @param episodeId the rollout's id; the learner stores an id once
 * @param runId run that asked
 * @param robot robot that ran it
 * @param configHash {@code RobotConfig.hash()} of the controller
 * @param iteration iteration of Alg. 1
 * @param snapshotVersion snapshot that ran, 0 for random actions
 * @param snapshotDigest SHA-256 of the signed snapshot that ran, empty for random actions
 * @param exploration how actions were drawn
 * @param seed the rollout's seed
 * @param observations s₀ … s_T, row-major [T+1][observation size]
 * @param actions a₀ … a_{T−1} as drawn, before clipping, row-major [T][action size]
 * @param observationSize width of an observation
 * @param actionSize width of an action
 * @param terminated whether the task's termination rule ended it (a fall), not the horizon
 * @param end what ended it, for people: "horizon", "fall", or the failsafe's name
 * @param startNanos controller time of s₀, ns (simulated or monotonic)
 * @param policyPeriodS time between two observations, s
 */
public record Episode(
    String episodeId,
    String runId,
    String robot,
    String configHash,
    int iteration,
    long snapshotVersion,
    byte[] snapshotDigest,
    RolloutPlan.Exploration exploration,
    long seed,
    float[] observations,
    float[] actions,
    int observationSize,
    int actionSize,
    boolean terminated,
    String end,
    long startNanos,
    double policyPeriodS) {

  /** See {@link EpisodeEnd#interrupted}. */
  public boolean interrupted() {
    return EpisodeEnd.interrupted(end);
  }

  /** Number of transitions T. */
  public int length() {
    return actions.length / actionSize;
  }
}
