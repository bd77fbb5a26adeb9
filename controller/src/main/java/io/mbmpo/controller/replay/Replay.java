package io.mbmpo.controller.replay;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.record.RecordedTick;
import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingHead;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.record.TickSink;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.PreparedRollout.Purpose;
import io.mbmpo.controller.ros.RolloutMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Runs a new controller on a recording: the same sensor and operator messages in the same ticks, at
 * the same times, the same conditions seen by other threads, the same rollouts with the same
 * policies and seeds. It should command the same, bit for bit. Where ticks are missing, or the file
 * begins in the middle of an episode, it waits for the next tick before which the recorded
 * controller was calm, and begins there with another new controller.
 */
public final class Replay {
  private final RecordingReader recording;
  private final RobotConfig config;
  private final Task task;
  private final Comparison comparison;
  private final RecordedPort port = new RecordedPort();

  private final TickRecord now;
  private Controller controller;
  private ConditionFlags flags;
  private boolean stopped;

  private long ticks;
  private long skipped;
  private long lost;
  private long rollouts;
  private long different;
  private long expected;
  private long firstNanos;
  private ReplayReport.Difference first;

  /**
   * @throws RecordingException when the recording is of another robot or configuration
   * @throws io.mbmpo.controller.mcap.McapException when the file is no MCAP file, or damaged
   * @throws IOException when it cannot be read
   */
  public Replay(RecordingReader recording, RobotConfig config, Task task) throws IOException {
    RecordingHead head = recording.head();
    if (!head.robot().equals(config.name())) {
      throw new RecordingException(
          "recorded from robot " + head.robot() + ", not " + config.name());
    }
    if (RecordingSource.isStage(head.run())) {
      throw new RecordingException(
          "recorded in "
              + head.run()
              + ", whose reduced commands are not replayed; Foxglove and PlotJuggler show them");
    }
    if (!head.configHash().equals(config.hash())) {
      throw new RecordingException(
          "recorded with configuration "
              + brief(head.configHash())
              + " of "
              + config.name()
              + ", which is now "
              + brief(config.hash())
              + "; replay it with the configuration of revision "
              + head.revision());
    }
    this.recording = recording;
    this.config = config;
    this.task = task;
    comparison = new Comparison(config.joints().stream().map(JointConfig::name).toList());
    now = new TickRecord(config, task);
  }

  /**
   * Runs all of it; once.
   *
   * @throws RecordingException when something in it cannot be
   * @throws io.mbmpo.controller.mcap.McapException when the file is damaged
   * @throws IOException when it cannot be read
   */
  public ReplayReport run() throws IOException {
    boolean closed = recording.ticks(this::tick);
    return new ReplayReport(
        recording.head(), closed, ticks, skipped, lost, rollouts, different, first);
  }

  private void tick(RecordedTick then) {
    long number = then.tick.tick;
    if (ticks == 0) {
      firstNanos = then.tick.nowNanos;
    } else if (number != expected || then.tick.lostBefore > 0) {
      controller = null;
      port.forget();
    }
    ticks++;
    lost += then.tick.lostBefore;
    expected = number + 1;
    boolean fresh = controller == null;
    port.show(then, fresh);
    if (fresh && !then.tick.calm) {
      skipped++;
      return;
    }
    if (fresh) {
      begin(then);
    }
    hear(then);
    controller.tick(then.tick.nowNanos);
    PreparedRollout unused = controller.takeFinished();
    if (!comparison.same(then, now)) {
      different++;
      if (first == null) {
        first =
            new ReplayReport.Difference(
                number,
                (then.tick.nowNanos - firstNanos) * 1e-9,
                comparison.field(),
                comparison.recorded(),
                comparison.replayed());
      }
    }
  }

  private void begin(RecordedTick then) {
    flags = new ConditionFlags();
    controller =
        new Controller(config, task, port, flags, TickTape.to(new Last(), config, task, () -> 0));
    stopped = false;
    if (then.tick.tick > 0) {
      controller.goOnAfter(then.tick.previousNanos);
    }
  }

  /** What other threads told the controller before this tick. */
  private void hear(RecordedTick then) {
    Set<Condition> holding = EnumSet.noneOf(Condition.class);
    for (int i = 0; i < then.tick.flags.length; i++) {
      holding.add(named(Condition.class, "condition", then.tick.flags.values[i].toString()));
    }
    for (Condition condition : Condition.values()) {
      flags.set(condition, holding.contains(condition));
    }
    if (then.has(Topic.ROLLOUT)) {
      rollouts++;
      boolean unused = controller.offer(prepare(then.rollout)); // if not taken, the tick differs
    }
    if (then.tick.clearAsked) {
      controller.clear();
    }
    if (then.tick.stopping && !stopped) {
      stopped = true;
      controller.stop();
    }
  }

  private PreparedRollout prepare(RolloutMessage message) {
    String digest = message.snapshotDigest.toString();
    try {
      Exploration exploration =
          named(Exploration.class, "exploration", message.exploration.toString());
      PolicySnapshot snapshot =
          exploration == Exploration.RANDOM
              ? null
              : recording.snapshot(message.snapshotVersion, digest);
      return new PreparedRollout(
          named(Purpose.class, "purpose", message.purpose.toString()),
          config,
          task,
          message.run.toString(),
          message.iteration,
          new RolloutPlan.Rollout(
              message.episode.toString(),
              message.snapshotVersion,
              exploration,
              message.seed,
              message.horizon),
          snapshot,
          HexFormat.of().parseHex(digest));
    } catch (IllegalArgumentException e) {
      throw new RecordingException("rollout " + message.episode + ": " + e.getMessage(), e);
    }
  }

  private static <E extends Enum<E>> E named(Class<E> kind, String field, String name) {
    try {
      return Enum.valueOf(kind, name);
    } catch (IllegalArgumentException e) {
      throw new RecordingException(
          "%s %s is not known here (there are %s): recorded by another version"
              .formatted(field, name, EnumSet.allOf(kind)),
          e);
    }
  }

  private static String brief(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }

  /** Keeps the last tick. */
  private final class Last implements TickSink {
    @Override
    public TickRecord claim() {
      return now;
    }

    @Override
    public void publish() {}
  }
}
