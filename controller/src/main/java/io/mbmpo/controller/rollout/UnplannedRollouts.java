package io.mbmpo.controller.rollout;

import io.mbmpo.controller.rollout.PreparedRollout.Purpose;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Rollouts of the last good snapshot that no plan asks for: the operator holds the walk button, or
 * there has been no link for so long that the robot is on its own. Their episodes are not the
 * learner's: the learner counts on exactly those that it planned. Not thread-safe: its owner locks.
 */
final class UnplannedRollouts {
  /** An operator holds the button for as long as it takes; in task episodes. */
  private static final int ATTENDED_HORIZONS = 20;

  private final RobotConfig config;
  private final Task task;
  private final SnapshotStage stage;
  private final LongSupplier clock;
  private final long patienceNanos;
  private boolean connected;
  private long waitingSinceNanos;
  private int failures;
  private long count;

  /**
   * @param clock monotonic time, ns
   */
  UnplannedRollouts(RobotConfig config, Task task, SnapshotStage stage, LongSupplier clock) {
    this.config = config;
    this.task = task;
    this.stage = stage;
    this.clock = clock;
    patienceNanos = Math.round(config.onboard().operator().alonePatienceS() * 1e9);
    waitingSinceNanos = clock.getAsLong();
  }

  /** The link came or went. */
  void connectionChanged(boolean isConnected) {
    if (connected && !isConnected) {
      waitingSinceNanos = clock.getAsLong();
    }
    connected = isConnected;
    failures = 0;
  }

  /** What a robot runs that has nothing to do and has been alone for long enough. */
  Optional<PreparedRollout> alone() {
    boolean alone =
        patienceNanos > 0
            && !connected
            && clock.getAsLong() - waitingSinceNanos >= patienceNanos
            && failures < RolloutService.MAX_ATTEMPTS;
    return alone ? prepare(Purpose.ALONE, "alone", task.horizon()) : Optional.empty();
  }

  /** What the robot runs while the operator holds the walk button. */
  Optional<PreparedRollout> attended() {
    return prepare(Purpose.ATTENDED, "attended", ATTENDED_HORIZONS * task.horizon());
  }

  /** It has run. A robot that does not get to its feet on its own gives up until the link moves. */
  void finished(PreparedRollout rollout) {
    failures = rollout.buffer().ran() ? 0 : failures + 1;
  }

  private Optional<PreparedRollout> prepare(Purpose purpose, String name, int horizon) {
    SnapshotStage.Entry good = stage.lastGood();
    if (good == null) {
      return Optional.empty();
    }
    PolicySnapshot snapshot = good.snapshot;
    RolloutPlan.Rollout rollout =
        new RolloutPlan.Rollout(
            name + "-" + ++count,
            snapshot.version(),
            RolloutPlan.Exploration.DETERMINISTIC,
            count,
            horizon);
    return Optional.of(
        new PreparedRollout(
            purpose,
            config,
            task,
            snapshot.runId(),
            snapshot.iteration(),
            rollout,
            snapshot,
            good.digest));
  }
}
