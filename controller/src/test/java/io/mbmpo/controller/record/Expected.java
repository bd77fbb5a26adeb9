package io.mbmpo.controller.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.record.TickRecord.Arrival;
import io.mbmpo.controller.safety.Condition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the strict reader should find: types, numbers of messages, and the digest over all numbers
 * and texts of all messages of a topic, in the order of the message definitions. Written from those
 * and from the ticks, without our codecs.
 */
final class Expected {
  long ticks;
  private final Map<String, Digest> byTopic = new TreeMap<>();
  private Digest now;
  private String status;
  private long diagnosedNanos;
  private long firstNanos;

  private static final class Digest {
    final String type;
    final MessageDigest sha256;
    long messages;

    Digest(String type) {
      this.type = type;
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Once: asking ends the digests. */
  Map<String, String> topics() {
    Map<String, String> topics = new TreeMap<>();
    byTopic.forEach(
        (topic, digest) ->
            topics.put(
                topic,
                digest.type
                    + " × "
                    + digest.messages
                    + (topic.equals("/diagnostics")
                        ? ""
                        : " " + HexFormat.of().formatHex(digest.sha256.digest()))));
    return topics;
  }

  long messages() {
    return byTopic.values().stream().mapToLong(digest -> digest.messages).sum();
  }

  void add(TickRecord r) {
    firstNanos = ticks == 0 ? r.nowNanos : firstNanos;
    ticks++;
    if (r.offer != null) {
      message("/mbmpo/rollout", "mbmpo_msgs/msg/Rollout");
      stamp(r.nowNanos);
      text(Bench.RUN);
      number(0);
      text("e-1");
      whole(r.offer.snapshotVersion());
      text(r.offer.snapshot() == null ? "" : "00".repeat(32));
      text("PLANNED");
      text(r.offer.snapshot() == null ? "RANDOM" : "GAUSSIAN");
      whole(7);
      number(30);
    }
    if (r.jointsArrival == Arrival.NOW) {
      message("/joint_states", "sensor_msgs/msg/JointState");
      stamp(r.joints.stampNanos);
      names();
      numbers(r.joints.position);
      numbers(r.joints.velocity);
      numbers(r.joints.effort);
    }
    if (r.imuArrival == Arrival.NOW) {
      message("/imu/data", "sensor_msgs/msg/Imu");
      stamp(r.imu.stampNanos);
      text("trunk");
      numbers(r.imu.orientation);
      numbers(new double[9]);
      numbers(r.imu.angularVelocity);
      numbers(new double[9]);
      numbers(r.imu.linearAcceleration);
      numbers(new double[9]);
    }
    if (r.odometryArrival == Arrival.NOW) {
      message("/odom", "nav_msgs/msg/Odometry");
      stamp(r.odometry.stampNanos);
      text("odom");
      text("trunk");
      numbers(r.odometry.position);
      numbers(r.odometry.orientation);
      numbers(new double[36]);
      numbers(r.odometry.linearVelocity);
      numbers(r.odometry.angularVelocity);
      numbers(new double[36]);
      message("/tf", "tf2_msgs/msg/TFMessage");
      stamp(r.odometry.stampNanos);
      text("odom");
      text("trunk");
      numbers(r.odometry.position);
      numbers(r.odometry.orientation);
    }
    if (r.operatorArrival == Arrival.NOW) {
      message("/joy", "sensor_msgs/msg/Joy");
      stamp(r.operator.stampNanos);
      numbers(r.operator.axes);
      for (int i = 0; i < 32; i++) {
        number(r.operator.buttons >>> i & 1);
      }
    }
    if (r.policyStep != TickRecord.NO_STEP) {
      message("/mbmpo/policy", "mbmpo_msgs/msg/PolicyStep");
      stamp(r.nowNanos);
      text("e-1");
      number(r.policyStep);
      whole(r.snapshotVersion);
      numbers(r.observation);
      numbers(r.acted ? r.action : new float[0]);
    }
    message("/forward_position_controller/commands", "std_msgs/msg/Float64MultiArray");
    number(0);
    numbers(r.command.position);
    message("/mbmpo/command", "mbmpo_msgs/msg/JointCommand");
    stamp(r.command.stampNanos);
    names();
    numbers(r.command.position);
    numbers(r.command.velocity);
    numbers(r.command.effort);
    numbers(r.command.kp);
    numbers(r.command.kd);
    tick(r);
    diagnostics(r);
  }

  private void tick(TickRecord r) {
    message("/mbmpo/tick", "mbmpo_msgs/msg/Tick");
    stamp(r.nowNanos);
    whole(r.nowNanos);
    whole(r.previousNanos);
    whole(r.tick);
    whole(0);
    number(r.calm ? 1 : 0);
    number(r.stopping ? 1 : 0);
    number(r.clearAsked ? 1 : 0);
    number(r.jointsArrival == Arrival.NOW ? 1 : 0);
    number(r.imuArrival == Arrival.NOW ? 1 : 0);
    number(r.odometryArrival == Arrival.NOW ? 1 : 0);
    number(r.operatorArrival == Arrival.NOW ? 1 : 0);
    whole(r.joints.stampNanos);
    whole(r.imu.stampNanos);
    whole(r.odometry.stampNanos);
    whole(r.operator.stampNanos);
    conditions(r.flags);
    conditions(r.conditions);
    text(r.mode.name());
    text(r.severity.name());
    text(r.failsafe == null ? "" : r.failsafe.name());
    whole(r.snapshotVersion);
    number((double) r.internalErrors);
    number(r.latenessNanos * 1e-3);
    number(r.computeNanos * 1e-3);
  }

  /** At the first tick, at each change, and each second. */
  private void diagnostics(TickRecord r) {
    String told = r.mode + " " + r.severity + " " + r.failsafe;
    if (!told.equals(status) || r.nowNanos - diagnosedNanos >= 1_000_000_000L) {
      status = told;
      diagnosedNanos = r.nowNanos;
      message("/diagnostics", "diagnostic_msgs/msg/DiagnosticArray");
    }
  }

  private void message(String topic, String type) {
    now = byTopic.computeIfAbsent(topic, t -> new Digest(type));
    now.messages++;
  }

  /** Stamps are shown as if the first tick had been at the recorder's wall time. */
  private void stamp(long nanos) {
    long shown = nanos - firstNanos + Tape.CLOCK.millis() * 1_000_000;
    long seconds = shown / 1_000_000_000L;
    number((double) seconds);
    number((double) (shown % 1_000_000_000L));
  }

  private void names() {
    Bench.CONFIG.joints().forEach(joint -> text(joint.name()));
  }

  private void conditions(long bits) {
    for (Condition condition : Condition.values()) {
      if ((bits & condition.bit()) != 0) {
        text(condition.name());
      }
    }
  }

  private void numbers(double[] values) {
    for (double value : values) {
      number(value);
    }
  }

  private void numbers(float[] values) {
    for (float value : values) {
      number(value);
    }
  }

  private void number(double value) {
    whole(Double.doubleToRawLongBits(value));
  }

  private void whole(long value) {
    now.sha256.update(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private void text(String value) {
    now.sha256.update(value.getBytes(UTF_8));
  }
}
