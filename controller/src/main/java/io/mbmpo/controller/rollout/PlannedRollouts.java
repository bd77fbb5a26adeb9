package io.mbmpo.controller.rollout;

import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan that is followed: which of its rollouts comes next, with which snapshot, and which are
 * over. Not thread-safe: its owner locks.
 */
final class PlannedRollouts {
  private static final Logger log = LoggerFactory.getLogger(PlannedRollouts.class);

  private final RobotConfig config;
  private final Task task;
  private final SnapshotStage stage;
  private final PlanGate gate;
  private final Set<String> done = new HashSet<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private RolloutPlan plan;
  private byte[] planDigest;
  private boolean knownAsked;
  private String state = "waiting for a plan";
  private long episodesDone;

  PlannedRollouts(RobotConfig config, Task task, SnapshotStage stage) {
    this.config = config;
    this.task = task;
    this.stage = stage;
    gate = new PlanGate(config, task);
  }

  /**
   * What {@link #choose} came to; all null when there is nothing to do.
   *
   * @param rollout to run
   * @param activated snapshot that runs for the first time with it
   * @param hopeless rollout whose snapshot was rolled back, with no good one to run instead
   */
  record Choice(PreparedRollout rollout, SnapshotStage.Entry activated, PreparedRollout hopeless) {
    private static final Choice NOTHING = new Choice(null, null, null);
  }

  /** Whether this very plan is followed already. */
  boolean holds(RolloutPlan received, byte[] digest) {
    return plan != null
        && plan.version() == received.version()
        && Arrays.equals(planDigest, digest);
  }

  /** Follows the plan from now on, or says why not; empty when it does. */
  String admit(RolloutPlan received, byte[] digest) {
    String reason = gate.whyNot(received, stage.planFloor());
    if (reason.isEmpty()) {
      plan = received;
      planDigest = digest.clone();
      knownAsked = false;
      attempts.clear();
      state = "";
      stage.planAccepted(
          received.version(),
          received.rollouts().stream()
              .map(RolloutPlan.Rollout::snapshotVersion)
              .collect(Collectors.toSet()));
    }
    return reason;
  }

  /** Run of the plan, once a plan: which of its episodes are on disk already is to be asked. */
  Optional<String> runToAskAbout() {
    return plan == null || knownAsked ? Optional.empty() : Optional.of(plan.runId());
  }

  /** These episodes of a run are over. */
  void known(String runId, Set<String> episodes) {
    if (plan.runId().equals(runId)) {
      done.addAll(episodes);
      knownAsked = true;
    }
  }

  /** The next rollout; {@link #state} says what is waited for when there is none. */
  Choice choose() {
    if (plan == null) {
      return Choice.NOTHING;
    }
    for (RolloutPlan.Rollout rollout : plan.rollouts()) {
      if (done.contains(rollout.episodeId())) {
        continue;
      }
      if (rollout.snapshotVersion() == 0) {
        state = "";
        return new Choice(prepare(rollout, null), null, null);
      }
      SnapshotStage.Entry entry = stage.find(rollout.snapshotVersion());
      if (entry == null || !entry.snapshot.runId().equals(plan.runId())) {
        state = "waiting for snapshot " + SnapshotVersion.text(rollout.snapshotVersion());
        return Choice.NOTHING;
      }
      state = "";
      if (entry.standing == SnapshotStage.Standing.ROLLED_BACK) {
        SnapshotStage.Entry good = stage.lastGood();
        PreparedRollout instead = prepare(rollout, good == null ? entry : good);
        return good == null ? new Choice(null, null, instead) : new Choice(instead, null, null);
      }
      boolean first = entry.standing == SnapshotStage.Standing.STAGED;
      if (first) {
        entry.standing = SnapshotStage.Standing.PROBATION;
      }
      return new Choice(prepare(rollout, entry), first ? entry : null, null);
    }
    state = "plan done";
    return Choice.NOTHING;
  }

  private PreparedRollout prepare(RolloutPlan.Rollout rollout, SnapshotStage.Entry entry) {
    return new PreparedRollout(
        config,
        task,
        plan.runId(),
        plan.iteration(),
        rollout,
        entry == null ? null : entry.snapshot,
        entry == null ? null : entry.digest);
  }

  /** Whether a rollout that was cut short, or whose robot did not get to its feet, runs again. */
  boolean again(PreparedRollout rollout) {
    String id = rollout.rollout().episodeId();
    String end = rollout.buffer().end();
    if (end.equals(EpisodeBuffer.STOPPED)) {
      return true;
    }
    int attempt = attempts.merge(id, 1, Integer::sum);
    if (rollout.buffer().ran() || attempt >= RolloutService.MAX_ATTEMPTS) {
      return false;
    }
    log.warn(
        "rollout {} did not start ({}), attempt {} of {}",
        id,
        end,
        attempt,
        RolloutService.MAX_ATTEMPTS);
    return true;
  }

  /** The rollout is over, whatever came of it. */
  void settle(PreparedRollout rollout) {
    done.add(rollout.rollout().episodeId());
    episodesDone++;
  }

  /** What is waited for, for people; empty while rollouts run. */
  String state() {
    return state;
  }

  /** Rollouts that are over, in all. */
  long episodesDone() {
    return episodesDone;
  }
}
