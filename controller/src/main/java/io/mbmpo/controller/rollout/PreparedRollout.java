package io.mbmpo.controller.rollout;

import io.mbmpo.controller.policy.ActionSource;
import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;

/**
 * A rollout with everything the control thread needs for it, allocated beforehand. Runs once. Made
 * off the control thread.
 */
public final class PreparedRollout {
  /** Why a rollout is run. */
  public enum Purpose {
    /** A plan asks for it: its episode goes to the learner. */
    PLANNED,
    /** Nobody asks: the robot is on its own. */
    ALONE,
    /** The operator holds the walk button. */
    ATTENDED
  }

  private static final byte[] NO_DIGEST = {};

  private final Purpose purpose;
  private final RobotConfig config;
  private final Task task;
  private final String runId;
  private final int iteration;
  private final RolloutPlan.Rollout rollout;
  private final PolicySnapshot snapshot;
  private final long snapshotVersion;
  private final byte[] snapshotDigest;
  private final ActionSource actions;
  private final EpisodeBuffer buffer;

  /** For a plan. */
  public PreparedRollout(
      RobotConfig config,
      Task task,
      String runId,
      int iteration,
      RolloutPlan.Rollout rollout,
      PolicySnapshot snapshot,
      byte[] digest) {
    this(Purpose.PLANNED, config, task, runId, iteration, rollout, snapshot, digest);
  }

  /**
   * @param runId run that asks
   * @param iteration iteration of Alg. 1
   * @param snapshot policy to run, already accepted by {@link SnapshotGate}; null for random
   *     actions
   * @param digest SHA-256 of the signed snapshot; ignored for random actions
   * @throws IllegalArgumentException when the policy's sizes are not the task's, or the horizon is
   *     not positive
   */
  public PreparedRollout(
      Purpose purpose,
      RobotConfig config,
      Task task,
      String runId,
      int iteration,
      RolloutPlan.Rollout rollout,
      PolicySnapshot snapshot,
      byte[] digest) {
    if (rollout.horizon() < 1) {
      throw new IllegalArgumentException(
          "rollout " + rollout.episodeId() + ": horizon " + rollout.horizon() + "; at least 1");
    }
    MlpPolicy policy = snapshot == null ? null : new MlpPolicy(snapshot);
    if (policy != null
        && (policy.observationSize() != task.observationSize()
            || policy.actionSize() != task.actionSize())) {
      throw new IllegalArgumentException(
          "policy "
              + policy.observationSize()
              + " → "
              + policy.actionSize()
              + " does not fit the task, "
              + task.observationSize()
              + " → "
              + task.actionSize());
    }
    this.purpose = purpose;
    this.config = config;
    this.task = task;
    this.runId = runId;
    this.iteration = iteration;
    this.rollout = rollout;
    this.snapshot = snapshot;
    snapshotVersion = snapshot == null ? 0 : snapshot.version();
    snapshotDigest = snapshot == null ? NO_DIGEST : digest.clone();
    actions =
        new ActionSource(
            rollout.exploration(),
            policy,
            task.actionSize(),
            config.control().policyPeriodS(),
            rollout.seed());
    buffer = new EpisodeBuffer(rollout.horizon(), task.observationSize(), task.actionSize());
  }

  /** Why it is run. */
  public Purpose purpose() {
    return purpose;
  }

  /** Whether it runs only while the operator holds the walk button. Real-time safe. */
  public boolean attended() {
    return purpose == Purpose.ATTENDED;
  }

  /** What was asked for. */
  public RolloutPlan.Rollout rollout() {
    return rollout;
  }

  /** Run that asks. */
  public String runId() {
    return runId;
  }

  /** Iteration of Alg. 1. */
  public int iteration() {
    return iteration;
  }

  /** Policy that runs; null for random actions. */
  public PolicySnapshot snapshot() {
    return snapshot;
  }

  /** SHA-256 of its signed message; empty for random actions. */
  public byte[] snapshotDigest() {
    return snapshotDigest.clone();
  }

  /** Snapshot that runs, 0 for random actions; after a rollback not the one asked for. */
  public long snapshotVersion() {
    return snapshotVersion;
  }

  /** Draws the actions; control thread only. */
  public ActionSource actions() {
    return actions;
  }

  /** Where it is recorded; the control thread's until it is finished. */
  public EpisodeBuffer buffer() {
    return buffer;
  }

  /**
   * The finished episode. One that never got to its first observation has one row of zeros.
   *
   * @throws IllegalStateException while it is not finished
   */
  public Episode episode() {
    if (buffer.end() == null) {
      throw new IllegalStateException("rollout " + rollout.episodeId() + " is not finished");
    }
    return new Episode(
        rollout.episodeId(),
        runId,
        config.name(),
        config.hash(),
        iteration,
        snapshotVersion,
        snapshotDigest.clone(),
        rollout.exploration(),
        rollout.seed(),
        buffer.observationsCopy(),
        buffer.actionsCopy(),
        task.observationSize(),
        task.actionSize(),
        buffer.terminated(),
        buffer.end(),
        buffer.startNanos(),
        config.control().policyPeriodS());
  }
}
