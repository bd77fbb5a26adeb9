package io.mbmpo.controller.rollout;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
  private final RobotEnd link;
  private final ConditionFlags flags;
  private final Semaphore news = new Semaphore(0);

  private final EpisodeDelivery delivery;

  private final Object lock = new Object();
  private final SnapshotStage stage;
  private final PlannedRollouts planned;
  private final UnplannedRollouts unplanned;

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
    this.link = link;
    this.flags = flags;
    delivery = new EpisodeDelivery(link, flags);
    stage =
        new SnapshotStage(new SnapshotGate(config, task), new AcceptedFile(folder, link::verified));
    planned = new PlannedRollouts(config, task, stage);
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
      if (planned.holds(received, digest)) {
        return;
      }
      reason = planned.admit(received, digest);
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
    if (!delivery.deliver()) {
      return Optional.empty();
    }
    askKnown();
    while (true) {
      PlannedRollouts.Choice choice;
      synchronized (lock) {
        choice = planned.choose();
      }
      if (choice.activated() != null) {
        PolicySnapshot snapshot = choice.activated().snapshot;
        byte[] digest = choice.activated().digest;
        report(snapshot.runId(), snapshot.version(), digest, Outcome.ACTIVATED, "");
      }
      PreparedRollout hopeless = choice.hopeless();
      if (hopeless == null) {
        return choice.rollout() == null ? alone() : Optional.of(choice.rollout());
      }
      hopeless.buffer().finish(ROLLED_BACK, false);
      synchronized (lock) {
        planned.settle(hopeless);
      }
      delivery.add(hopeless.episode());
      if (!delivery.deliver()) {
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

  /**
   * A rollout from here has run. If it was planned, its episode is on disk when this returns, or
   * kept here and tried again by {@link #next}.
   */
  public void finished(PreparedRollout rollout) {
    Optional<SnapshotStage.Entry> rolledBack;
    synchronized (lock) {
      if (rollout.purpose() != PreparedRollout.Purpose.PLANNED) {
        unplanned.finished(rollout);
        return;
      }
      if (planned.again(rollout)) {
        return;
      }
      rolledBack = stage.tried(rollout);
      planned.settle(rollout);
    }
    delivery.add(rollout.episode());
    if (rolledBack.isPresent()) {
      PolicySnapshot snapshot = rolledBack.get().snapshot;
      String why =
          rollout.buffer().end() + " in its first episode, " + rollout.rollout().episodeId();
      report(
          snapshot.runId(), snapshot.version(), rolledBack.get().digest, Outcome.ROLLED_BACK, why);
    }
    delivery.deliver();
  }

  /** Tries again to hand over episodes that the disk did not take; true when none is left. */
  public boolean retryDelivery() {
    return delivery.deliver();
  }

  private void askKnown() {
    Optional<String> runId;
    synchronized (lock) {
      runId = planned.runToAskAbout();
    }
    if (runId.isPresent()) {
      Set<String> known = link.knownEpisodes(runId.get());
      synchronized (lock) {
        planned.known(runId.get(), known);
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
    if (delivery.held()) {
      return "spool full";
    }
    synchronized (lock) {
      return planned.state();
    }
  }

  /** Publishes where the robot stands. Any thread but the control thread. */
  public void heartbeat(Mode mode, Condition failsafe, long snapshotVersion, double robotTimeS) {
    String waiting = state();
    long episodes;
    synchronized (lock) {
      episodes = planned.episodesDone();
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
