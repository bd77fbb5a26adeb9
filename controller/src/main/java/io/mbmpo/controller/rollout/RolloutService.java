package io.mbmpo.controller.rollout;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between link and controller: which rollout is next, with which snapshot, and where its episode
 * goes. Listener methods run on the link thread; {@link #next} and {@link #finished} on the one
 * thread that runs rollouts; none on the control thread. The link is never called under this
 * object's lock.
 */
public final class RolloutService implements RobotEnd.Listener {
  /** A rollout whose robot does not get to its feet this often is reported without transitions. */
  public static final int MAX_ATTEMPTS = 3;

  /** End of a rollout whose snapshot was rolled back when there is no good one to run instead. */
  public static final String ROLLED_BACK = "snapshot rolled back";

  private static final Logger log = LoggerFactory.getLogger(RolloutService.class);

  private final RobotConfig config;
  private final Task task;
  private final RobotEnd link;
  private final ConditionFlags flags;
  private final Semaphore news = new Semaphore(0);

  private final Object lock = new Object();
  private final PlanGate planGate;
  private final SnapshotStage stage;
  private final UnplannedRollouts unplanned;
  private final Set<String> done = new HashSet<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Deque<Episode> undelivered = new ArrayDeque<>();
  private RolloutPlan plan;
  private byte[] planDigest;
  private boolean knownAsked;
  private String state = "waiting for a plan";
  private long episodesDone;

  /**
   * @param flags told of refused snapshots, a full spool, a lost link
   * @param folder where accepted versions and the last good snapshot are kept
   * @throws java.io.UncheckedIOException when what is kept there is damaged
   */
  public RolloutService(
      RobotConfig config, Task task, RobotEnd link, ConditionFlags flags, Path folder) {
    this(config, task, link, flags, folder, System::nanoTime);
  }

  /**
   * @param clock monotonic time, ns
   */
  RolloutService(
      RobotConfig config,
      Task task,
      RobotEnd link,
      ConditionFlags flags,
      Path folder,
      LongSupplier clock) {
    this.config = config;
    this.task = task;
    this.link = link;
    this.flags = flags;
    planGate = new PlanGate(config, task);
    stage =
        new SnapshotStage(new SnapshotGate(config, task), new AcceptedFile(folder, link::verified));
    unplanned = new UnplannedRollouts(config, task, stage, clock);
  }

  /**
   * Whatever is older is refused from now on. Called with a run's first version it keeps out what
   * was signed, with a key that still counts, for the runs before.
   */
  public void refuseOlderThan(long version) {
    synchronized (lock) {
      stage.raiseFloors(version);
    }
  }

  @Override
  public void snapshotReceived(PolicySnapshot snapshot, byte[] digest, byte[] signed) {
    Optional<SnapshotGate.Refusal> refusal;
    synchronized (lock) {
      if (stage.holds(snapshot, digest)) {
        return;
      }
      refusal = stage.admit(snapshot, digest, signed);
    }
    flags.set(Condition.CONFIG_MISMATCH, false);
    flags.set(Condition.SNAPSHOT_REJECTED, false);
    refusal.ifPresent(why -> flags.set(why.condition(), true));
    String reason = refusal.map(SnapshotGate.Refusal::reason).orElse("");
    Outcome outcome = refusal.isPresent() ? Outcome.REFUSED : Outcome.STAGED;
    report(snapshot.runId(), snapshot.version(), digest, outcome, reason);
    news.release();
  }

  @Override
  public void planReceived(RolloutPlan received, byte[] digest) {
    String reason;
    synchronized (lock) {
      if (plan != null
          && plan.version() == received.version()
          && Arrays.equals(planDigest, digest)) {
        return;
      }
      reason = planGate.whyNot(received, stage.planFloor());
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
    }
    Outcome outcome = reason.isEmpty() ? Outcome.STAGED : Outcome.REFUSED;
    report(received.runId(), received.version(), digest, outcome, reason);
    news.release();
  }

  @Override
  public void messageRefused(String topic, String reason) {
    log.warn("message on {} refused: {}", topic, reason);
    flags.set(Condition.SNAPSHOT_REJECTED, true);
  }

  @Override
  public void connectionChanged(boolean connected, String reason) {
    log.info("link {}: {}", connected ? "connected" : "lost", reason);
    flags.set(Condition.LINK_LOST, !connected);
    synchronized (lock) {
      unplanned.connectionChanged(connected);
    }
    news.release();
  }

  /**
   * The next rollout to run; empty when there is nothing to do now, and {@link #state} says why.
   * Nothing new starts while a finished episode waits for the disk. A robot that the link has left
   * alone for long enough, with nothing to do, runs its last good snapshot.
   */
  public Optional<PreparedRollout> next() {
    if (!deliverPending()) {
      return Optional.empty();
    }
    askKnown();
    while (true) {
      Choice choice;
      synchronized (lock) {
        choice = choose();
      }
      if (choice.activated != null) {
        PolicySnapshot snapshot = choice.activated.snapshot;
        byte[] digest = choice.activated.digest;
        report(snapshot.runId(), snapshot.version(), digest, Outcome.ACTIVATED, "");
      }
      if (choice.hopeless == null) {
        return choice.rollout == null ? alone() : Optional.of(choice.rollout);
      }
      choice.hopeless.buffer().finish(ROLLED_BACK, false);
      synchronized (lock) {
        settle(choice.hopeless);
      }
      if (!deliverPending()) {
        return Optional.empty();
      }
    }
  }

  private Optional<PreparedRollout> alone() {
    synchronized (lock) {
      return unplanned.alone();
    }
  }

  /**
   * What runs while the operator holds the walk button: the last good snapshot; empty when there is
   * none.
   */
  public Optional<PreparedRollout> attended() {
    synchronized (lock) {
      return unplanned.attended();
    }
  }

  /** What {@link #choose} came to; all null when there is nothing to do. */
  private record Choice(
      PreparedRollout rollout, SnapshotStage.Entry activated, PreparedRollout hopeless) {
    static final Choice NOTHING = new Choice(null, null, null);
  }

  private Choice choose() {
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

  /**
   * A rollout from here has run. If it was planned, its episode is on disk when this returns, or
   * kept here and tried again by {@link #next}.
   */
  public void finished(PreparedRollout rollout) {
    String id = rollout.rollout().episodeId();
    String end = rollout.buffer().end();
    SnapshotStage.Entry rolledBack = null;
    synchronized (lock) {
      if (rollout.purpose() != PreparedRollout.Purpose.PLANNED) {
        unplanned.finished(rollout);
        return;
      }
      if (end.equals(EpisodeBuffer.STOPPED)) {
        return;
      }
      int attempt = attempts.merge(id, 1, Integer::sum);
      if (!rollout.buffer().ran() && attempt < MAX_ATTEMPTS) {
        log.warn("rollout {} did not start ({}), attempt {} of {}", id, end, attempt, MAX_ATTEMPTS);
        return;
      }
      SnapshotStage.Entry entry = stage.find(rollout.snapshotVersion());
      if (rollout.buffer().ran()
          && entry != null
          && entry.standing == SnapshotStage.Standing.PROBATION) {
        if (end.equals(EpisodeBuffer.HORIZON) || end.equals(EpisodeBuffer.FALL)) {
          stage.passed(entry);
        } else {
          stage.rollBack(entry);
          rolledBack = entry;
        }
      }
      settle(rollout);
    }
    if (rolledBack != null) {
      PolicySnapshot snapshot = rolledBack.snapshot;
      report(
          snapshot.runId(),
          snapshot.version(),
          rolledBack.digest,
          Outcome.ROLLED_BACK,
          end + " in its first episode, " + id);
    }
    deliverPending();
  }

  private void settle(PreparedRollout rollout) {
    done.add(rollout.rollout().episodeId());
    episodesDone++;
    undelivered.add(rollout.episode());
  }

  /** Tries again to hand over episodes that the disk did not take; true when none is left. */
  public boolean retryDelivery() {
    return deliverPending();
  }

  /** Hands over what waits; false, and the failsafe is told, while the spool does not take it. */
  private boolean deliverPending() {
    while (true) {
      Episode episode;
      synchronized (lock) {
        episode = undelivered.peek();
      }
      if (episode == null) {
        flags.set(Condition.SPOOL_FULL, false);
        return true;
      }
      try {
        link.deliver(episode);
      } catch (RuntimeException e) {
        log.warn(
            "episode {} cannot be spooled, kept in memory: {}", episode.episodeId(), e.toString());
        flags.set(Condition.SPOOL_FULL, true);
        synchronized (lock) {
          state = "spool full";
        }
        return false;
      }
      synchronized (lock) {
        undelivered.poll();
      }
    }
  }

  private void askKnown() {
    String runId;
    synchronized (lock) {
      if (plan == null || knownAsked) {
        return;
      }
      runId = plan.runId();
    }
    Set<String> known = link.knownEpisodes(runId);
    synchronized (lock) {
      if (plan.runId().equals(runId)) {
        done.addAll(known);
        knownAsked = true;
      }
    }
  }

  /** Waits until something may have changed, or the time is over. */
  public void awaitNews(long millis) throws InterruptedException {
    if (news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** What the service waits for, for people; empty while rollouts run. */
  public String state() {
    synchronized (lock) {
      return state;
    }
  }

  /** Publishes where the robot stands. Any thread but the control thread. */
  public void heartbeat(Mode mode, Condition failsafe, long snapshotVersion, double robotTimeS) {
    String waiting;
    long episodes;
    synchronized (lock) {
      waiting = state;
      episodes = episodesDone;
    }
    link.publish(
        new RobotStatus(
            config.name(),
            waiting.isEmpty() ? mode.name() : mode + " (" + waiting + ")",
            failsafe == null ? "" : failsafe.title(),
            snapshotVersion,
            robotTimeS,
            episodes,
            link.spooled(),
            true));
  }

  private void report(String run, long version, byte[] digest, Outcome outcome, String reason) {
    if (outcome == Outcome.REFUSED || outcome == Outcome.ROLLED_BACK) {
      log.warn("{} {}: {}", SnapshotVersion.text(version), outcome, reason);
    } else {
      log.info("{} {}", SnapshotVersion.text(version), outcome);
    }
    link.report(new SnapshotReport(run, version, digest, outcome, reason));
  }
}
