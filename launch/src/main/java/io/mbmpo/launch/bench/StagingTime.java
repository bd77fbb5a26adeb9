package io.mbmpo.launch.bench;

import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.mqtt.MqttRobotEnd;
import io.mbmpo.link.mqtt.PromptSockets;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From the learner's publishing of a snapshot until the robot has it staged, signature, checks and
 * all, and until the learner knows; beside a plain MQTT message of the same size there, and there
 * and back, by turns over the same broker. One process, so that there is one clock.
 */
public final class StagingTime implements AutoCloseable {
  private static final int SET = 20;
  private static final int WARM_UP = 100;
  private static final long PATIENCE_S = 20;

  private final RobotConfig config;
  private final Task task;
  private final long runStart = Instant.now().getEpochSecond();
  private final SplittableRandom random = new SplittableRandom(1);
  private final BlockingQueue<Long> staged = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();
  private final MqttLearnerEnd learner;
  private final MqttRobotEnd robot;
  private final PlainPing ping;
  private final PlainPing delayed;
  private final int bytes;
  private int number;

  /**
   * Times of all messages, ms, sorted.
   *
   * @param ping plain message, there
   * @param staged snapshot, until it is staged
   * @param echo plain message, there and back
   * @param told snapshot, until the learner knows that it is staged
   * @param delayed plain message, there and back, by clients that hold messages back (Nagle's
   *     algorithm), as Paho's do by default
   */
  public record Times(
      double[] ping, double[] staged, double[] echo, double[] told, double[] delayed) {
    private static Times of(int count) {
      return new Times(
          new double[count],
          new double[count],
          new double[count],
          new double[count],
          new double[count]);
    }

    /** A quantile of one of them. */
    public static double quantile(double[] sorted, double share) {
      return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
  }

  /**
   * Connects everything.
   *
   * @param broker its address
   * @param folder for keys and what the robot keeps
   * @throws LaunchException when the broker does not answer
   */
  public StagingTime(RobotConfig config, String broker, Path folder) throws InterruptedException {
    this.config = config;
    task = new WalkTask(config);
    SigningKey key = SigningKey.loadOrCreate(folder.resolve("keys"));
    bytes = key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(next())).length;
    ping = new PlainPing(broker, bytes, PromptSockets.plain());
    delayed = new PlainPing(broker, bytes, null);
    learner = new MqttLearnerEnd(LinkOptions.ofLearner(broker, config.name()), key);
    robot =
        new MqttRobotEnd(
            LinkOptions.ofRobot(broker, config.name()),
            TrustedKeys.load(folder.resolve("keys").resolve(SigningKey.TRUSTED_FOLDER)),
            new EpisodeSpool(folder.resolve("spool"), SpoolLimits.DEFAULT));
    learner.start(new Reports());
    robot.start(
        new Stamped(
            new RolloutService(
                config, task, robot, new ConditionFlags(), folder.resolve("controller"))));
  }

  /** Size of the signed snapshot, and of the plain message, bytes. */
  public int bytes() {
    return bytes;
  }

  /**
   * Measures.
   *
   * @param count of each kind of message
   * @throws LaunchException when one does not come back within 20 s
   */
  public Times run(int count) throws InterruptedException {
    Times times = Times.of(count);
    for (int i = -WARM_UP; i < count; i++) {
      PlainPing.Trip trip = ping.send();
      PlainPing.Trip slow = delayed.send();
      PolicySnapshot snapshot = next();
      long sent = System.nanoTime();
      learner.publish(snapshot);
      long stagedNanos = take(staged) - sent;
      long toldNanos = take(told) - sent;
      if (i >= 0) {
        times.ping[i] = trip.thereNanos() * 1e-6;
        times.echo[i] = trip.backNanos() * 1e-6;
        times.staged[i] = stagedNanos * 1e-6;
        times.told[i] = toldNanos * 1e-6;
        times.delayed[i] = slow.backNanos() * 1e-6;
      }
    }
    for (double[] all : List.of(times.ping, times.staged, times.echo, times.told, times.delayed)) {
      Arrays.sort(all);
    }
    return times;
  }

  private static long take(BlockingQueue<Long> queue) throws InterruptedException {
    Long nanos = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (nanos == null) {
      throw LaunchException.failedRun("a snapshot was not staged within " + PATIENCE_S + " s");
    }
    return nanos;
  }

  /** A policy of the default size, in sets as an iteration publishes them. */
  private PolicySnapshot next() {
    int[] sizes = {task.observationSize(), 32, 32, task.actionSize()};
    float[] parameters = new float[PolicySnapshot.parameterCount(sizes)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    float[] stance = new float[config.jointCount()];
    float[] scale = new float[config.jointCount()];
    for (int i = 0; i < stance.length; i++) {
      JointConfig joint = config.joints().get(i);
      stance[i] = (float) joint.stanceRad();
      scale[i] = (float) joint.actionScaleRad();
    }
    int iteration = number / SET;
    long version = SnapshotVersion.of(runStart, iteration, number++ % SET);
    return new PolicySnapshot(
        "bench",
        config.name(),
        config.hash(),
        version,
        iteration,
        PolicySnapshot.Role.META,
        -1,
        sizes,
        parameters,
        task.observationCenter(),
        task.observationScale(),
        stance,
        scale);
  }

  @Override
  public void close() {
    ping.close();
    delayed.close();
    learner.close();
    robot.close();
  }

  /** The learner's side. */
  private final class Reports implements LearnerEnd.Listener {
    @Override
    public void episodeReceived(Episode episode) {}

    @Override
    public void snapshotReported(SnapshotReport report) {
      if (report.outcome() == Outcome.STAGED) {
        told.add(System.nanoTime());
      }
    }

    @Override
    public void robotStatusChanged(RobotStatus status) {}

    @Override
    public void connectionChanged(boolean connected, String reason) {}
  }

  /** The robot's side: the service, and the time when it has staged a snapshot. */
  private final class Stamped implements RobotEnd.Listener {
    private final RolloutService service;

    Stamped(RolloutService service) {
      this.service = service;
    }

    @Override
    public void snapshotReceived(PolicySnapshot snapshot, byte[] digest, byte[] signed) {
      service.snapshotReceived(snapshot, digest, signed);
      staged.add(System.nanoTime());
    }

    @Override
    public void planReceived(RolloutPlan plan, byte[] digest) {
      service.planReceived(plan, digest);
    }

    @Override
    public void messageRefused(String topic, String reason) {
      service.messageRefused(topic, reason);
    }

    @Override
    public void connectionChanged(boolean connected, String reason) {
      service.connectionChanged(connected, reason);
    }
  }
}
