package io.mbmpo.link;

import java.util.List;

/**
 * What the robot is asked to do in one iteration: which snapshots to run for which episodes. Signed
 * like a snapshot, since it moves the robot.
 *
 * @param runId run that asks
 * @param robot robot that is asked
 * @param version rises like a snapshot's; a plan older than the newest seen is refused
 * @param iteration iteration of Alg. 1
 * @param rollouts episodes in the order in which they are run
 */
public record RolloutPlan(
    String runId, String robot, long version, int iteration, List<Rollout> rollouts) {
  public RolloutPlan {
    rollouts = List.copyOf(rollouts);
  }

  /**
   * One episode to be run.
   *
   * @param episodeId unique and the same when the plan is sent again: run, iteration and index
   * @param snapshotVersion snapshot to run, or 0 for random actions (first iteration)
   * @param exploration how actions are drawn
   * @param seed seed of action noise and, in a simulator, of start pose and domain
   * @param horizon longest episode, policy steps
   */
  public record Rollout(
      String episodeId, long snapshotVersion, Exploration exploration, long seed, int horizon) {}

  /** How actions are drawn. */
  public enum Exploration {
    /** The policy's mean. */
    DETERMINISTIC,
    /** The policy's Gaussian. */
    GAUSSIAN,
    /** No policy: an Ornstein-Uhlenbeck process on [−1, 1]. */
    RANDOM
  }
}
