package io.mbmpo.learner;

import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The robot at the other end of the link. What is asked is retained at the broker and what comes
 * back is durable before it is acknowledged, so either side may vanish at any moment and come back.
 */
public final class LinkedRobot implements RealRobot, LearnerEnd.Listener {
  private static final Logger log = LoggerFactory.getLogger(LinkedRobot.class);
  private static final long POLL_MILLIS = 200;

  private final LearnerEnd link;
  private final TransitionStore store;
  private final RunIdentity run;
  private final BooleanSupplier stop;
  private final DoubleConsumer collected;
  private final Object arrival = new Object();
  private RolloutPlan plan;
  private String refusal;

  /**
   * @param stop asked a few times a second while waiting
   * @param collected told the share of the plan that is done
   */
  public LinkedRobot(
      LearnerEnd link,
      TransitionStore store,
      RunIdentity run,
      BooleanSupplier stop,
      DoubleConsumer collected) {
    this.link = link;
    this.store = store;
    this.run = run;
    this.stop = stop;
    this.collected = collected;
  }

  /** Connects. */
  public void start() {
    link.start(this);
  }

  @Override
  public void offer(List<PolicySnapshot> snapshots) {
    snapshots.forEach(link::publish);
  }

  @Override
  public List<Episode> sample(RolloutPlan wanted, List<PolicySnapshot> snapshots) {
    synchronized (arrival) {
      plan = wanted;
      refusal = null;
    }
    offer(snapshots);
    link.publish(wanted);
    awaitAll(wanted);
    return inPlanOrder(wanted);
  }

  private void awaitAll(RolloutPlan wanted) {
    Set<String> missing =
        wanted.rollouts().stream().map(RolloutPlan.Rollout::episodeId).collect(Collectors.toSet());
    while (true) {
      missing.removeAll(store.ids(run.runId()));
      collected.accept(1.0 - (double) missing.size() / wanted.rollouts().size());
      if (missing.isEmpty()) {
        return;
      }
      if (stop.getAsBoolean()) {
        throw new LearningStopped();
      }
      synchronized (arrival) {
        if (refusal != null) {
          throw new RobotRefusal(refusal);
        }
        try {
          arrival.wait(POLL_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new LearningStopped();
        }
      }
    }
  }

  private List<Episode> inPlanOrder(RolloutPlan wanted) {
    Map<String, Episode> byId = new HashMap<>();
    store.episodes(run.runId()).forEach(episode -> byId.put(episode.episodeId(), episode));
    List<Episode> episodes = new ArrayList<>();
    for (RolloutPlan.Rollout rollout : wanted.rollouts()) {
      Episode episode = byId.get(rollout.episodeId());
      if (!run.accepts(episode)) {
        throw new RobotRefusal(
            "episode %s was run with configuration %s, this learner has %s: give robot and learner the same robot-configs folder"
                .formatted(episode.episodeId(), episode.configHash(), run.robot().configHash()));
      }
      episodes.add(episode);
    }
    return episodes;
  }

  @Override
  public void episodeReceived(Episode episode) {
    boolean added = store.add(episode);
    log.info(
        "episode {} {}: {} transitions, {}",
        episode.episodeId(),
        added ? "stored" : "known already",
        episode.length(),
        episode.end());
    synchronized (arrival) {
      arrival.notifyAll();
    }
  }

  @Override
  public void snapshotReported(SnapshotReport report) {
    boolean unreadable = report.version() == 0;
    log.atLevel(unreadable ? Level.WARN : Level.INFO)
        .log(
            "snapshot {} {} {}",
            unreadable ? "that the robot cannot believe:" : SnapshotVersion.text(report.version()),
            report.outcome(),
            report.reason());
    if (report.outcome() != SnapshotReport.Outcome.REFUSED) {
      return;
    }
    synchronized (arrival) {
      boolean ours =
          plan != null
              && (report.version() == plan.version()
                  || plan.rollouts().stream()
                      .anyMatch(rollout -> rollout.snapshotVersion() == report.version()));
      if (ours) {
        refusal =
            "the robot refuses %s of iteration %d: %s"
                .formatted(
                    SnapshotVersion.text(report.version()), plan.iteration(), report.reason());
        arrival.notifyAll();
      }
    }
  }

  @Override
  public void robotStatusChanged(RobotStatus status) {
    if (!status.online()) {
      log.warn("robot {} is offline; waiting for it", status.robot());
    }
  }

  @Override
  public void connectionChanged(boolean connected, String reason) {
    log.info("broker {} {}", connected ? "connected" : "lost", reason);
  }
}
