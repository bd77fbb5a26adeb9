package io.mbmpo.launch.system;

import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * A learner that learns nothing: plan after plan of short rollouts, random ones and some of the
 * pretrained policy, and a note of every episode that comes.
 */
final class PlanningLearner implements LearnerEnd.Listener, AutoCloseable {
  private static final int RANDOM_ROLLOUTS = 2;
  private static final int HORIZON = 25;
  private static final int PLAN_SLOT = 255;

  private final RunDescription run;
  private final PolicySnapshot policy;
  private final MqttLearnerEnd link;
  private final Set<String> planned = new TreeSet<>();
  private final Map<String, String> received = new TreeMap<>();
  private final List<String> doubled = new ArrayList<>();
  private RobotStatus robot;
  private int iteration;
  private boolean ending;

  PlanningLearner(
      LinkOptions options, SigningKey key, RunDescription run, RobotConfig config, Task task) {
    this.run = run;
    Path go1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs", config.name());
    policy =
        SignedPolicy.load(go1.resolve("pretrained/policy.snapshot"), null, config, task).snapshot();
    link = new MqttLearnerEnd(options, key);
    link.start(this);
    plan();
  }

  private synchronized void plan() {
    iteration++;
    long version = SnapshotVersion.of(run.startEpochSecond(), iteration, 0);
    link.publish(
        new PolicySnapshot(
            run.run(),
            policy.robot(),
            policy.configHash(),
            version,
            iteration,
            PolicySnapshot.Role.META,
            -1,
            policy.layerSizes(),
            policy.parameters(),
            policy.observationCenter(),
            policy.observationScale(),
            policy.actionCenterRad(),
            policy.actionScaleRad()));
    List<RolloutPlan.Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i <= RANDOM_ROLLOUTS; i++) {
      boolean random = i < RANDOM_ROLLOUTS;
      String id = "%s-%04d-%d".formatted(run.run(), iteration, i);
      planned.add(id);
      rollouts.add(
          new RolloutPlan.Rollout(
              id,
              random ? 0 : version,
              random ? Exploration.RANDOM : Exploration.GAUSSIAN,
              100L * iteration + i,
              HORIZON));
    }
    link.publish(
        new RolloutPlan(
            run.run(),
            policy.robot(),
            SnapshotVersion.of(run.startEpochSecond(), iteration, PLAN_SLOT),
            iteration,
            rollouts));
  }

  @Override
  public synchronized void episodeReceived(Episode episode) {
    String digest = HexFormat.of().formatHex(Digest.of(WireCodec.encode(episode)));
    String before = received.put(episode.episodeId(), digest);
    if (before != null) {
      doubled.add(
          episode.episodeId() + (before.equals(digest) ? " again" : " with other contents"));
    }
    if (!ending && received.keySet().containsAll(planned)) {
      plan();
    }
    notifyAll();
  }

  /** Waits until so many have come; false when they have not within that time. */
  synchronized boolean awaitEpisodes(int count, Duration most) throws InterruptedException {
    return await(() -> received.size() >= count, most);
  }

  /** Lets the plan under way be the last. */
  synchronized void makeNoMorePlans() {
    ending = true;
  }

  /** Waits until all that was planned has come; false when it has not within that time. */
  synchronized boolean awaitAllPlanned(Duration most) throws InterruptedException {
    return await(() -> received.keySet().containsAll(planned), most);
  }

  private boolean await(BooleanSupplier met, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!met.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** What the robot said of itself last; null before it did. */
  synchronized RobotStatus robot() {
    return robot;
  }

  /** Digest of every episode's contents, by id. */
  synchronized Map<String, String> received() {
    return new TreeMap<>(received);
  }

  /** Ids of all rollouts planned. */
  synchronized Set<String> planned() {
    return new TreeSet<>(planned);
  }

  /** Episodes that came more than once. */
  synchronized List<String> doubled() {
    return List.copyOf(doubled);
  }

  @Override
  public void snapshotReported(SnapshotReport report) {}

  @Override
  public synchronized void robotStatusChanged(RobotStatus status) {
    robot = status;
  }

  @Override
  public void connectionChanged(boolean connected, String reason) {}

  @Override
  public void close() {
    link.close();
  }
}
