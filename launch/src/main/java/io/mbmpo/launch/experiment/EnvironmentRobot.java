package io.mbmpo.launch.experiment;

import io.mbmpo.controller.policy.ActionSource;
import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.learner.Planner;
import io.mbmpo.learner.RealRobot;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.robotconfigs.task.Environment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A simulated task in the place of the robot: plans are run at once, in the caller's thread, by the
 * controller's own policy. Random exploration is uniform on [−1, 1], as in the paper. Every episode
 * is durable before the next begins, so a run that was cut off runs only those that are missing.
 */
public final class EnvironmentRobot implements RealRobot {
  private static final byte[] NO_DIGEST = {};

  private final EpisodeRecorder recorder;
  private final double policyPeriodS;
  private final MissingEpisodes missing;
  private final RunIdentity run;

  /**
   * @param environment left open
   * @param stop asked before every episode
   */
  public EnvironmentRobot(
      Environment environment, TransitionStore store, RunIdentity run, BooleanSupplier stop) {
    this.recorder = new EpisodeRecorder(environment);
    this.policyPeriodS = environment.policyPeriodS();
    this.missing = new MissingEpisodes(store, stop);
    this.run = run;
  }

  @Override
  public List<Episode> sample(RolloutPlan plan, List<PolicySnapshot> snapshots) {
    Map<Long, PolicySnapshot> byVersion = new HashMap<>();
    snapshots.forEach(snapshot -> byVersion.put(snapshot.version(), snapshot));
    return missing.of(
        plan,
        rollout -> {
          PolicySnapshot snapshot = byVersion.get(rollout.snapshotVersion());
          return episode(plan, rollout, actions(rollout, snapshot)::draw, digest(snapshot));
        });
  }

  @Override
  public List<Episode> plan(RolloutPlan plan, Planner planner) {
    int width = run.task().observationSize();
    EpisodeRecorder.Actions actions =
        (observations, offset, action) ->
            planner.action(Arrays.copyOfRange(observations, offset, offset + width), action);
    return missing.of(plan, rollout -> episode(plan, rollout, actions, NO_DIGEST));
  }

  /** Nothing keeps the policies here: a plan comes with those that it needs. */
  @Override
  public void offer(List<PolicySnapshot> snapshots) {}

  private ActionSource actions(Rollout rollout, PolicySnapshot snapshot) {
    return new ActionSource(
        rollout.exploration(),
        ActionSource.RandomLaw.UNIFORM,
        snapshot == null ? null : new MlpPolicy(snapshot),
        run.task().actionSize(),
        policyPeriodS,
        rollout.seed());
  }

  private static byte[] digest(PolicySnapshot snapshot) {
    return snapshot == null ? NO_DIGEST : Digest.of(WireCodec.encode(snapshot));
  }

  private Episode episode(
      RolloutPlan plan, Rollout rollout, EpisodeRecorder.Actions actions, byte[] digest) {
    EpisodeRecorder.Recording recording = recorder.run(rollout.seed(), rollout.horizon(), actions);
    return new Episode(
        rollout.episodeId(),
        plan.runId(),
        plan.robot(),
        run.robot().configHash(),
        plan.iteration(),
        rollout.snapshotVersion(),
        digest,
        rollout.exploration(),
        rollout.seed(),
        recording.observations(),
        recording.actions(),
        run.task().observationSize(),
        run.task().actionSize(),
        recording.terminated(),
        recording.end(),
        0,
        policyPeriodS);
  }
}
