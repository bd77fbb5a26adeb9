package io.mbmpo.link.mqtt;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.TrustedKeys;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots and plans as they come to the robot: verified, decoded, and passed on once, though a
 * retained message comes again on every reconnect. What cannot be believed is refused, and the
 * learner is told why: with a key that is not trusted, say, it would wait for ever without knowing.
 * One thread, except for {@link #verified}.
 */
public final class SignedInbox {
  private static final Logger LOG = LoggerFactory.getLogger(SignedInbox.class);
  private static final int MAX_REASON = 500;

  /** Run of a report on a message that does not say, or cannot be believed, which run it is of. */
  private static final String UNKNOWN_RUN = "unknown";

  private final String robot;
  private final TrustedKeys trusted;
  private final Topics topics;
  private final Consumer<SnapshotReport> learner;
  private final Map<String, ByteBuffer> passedOn = new HashMap<>();
  private ByteBuffer lastRefused;

  /**
   * @param learner told of what was refused here
   */
  public SignedInbox(String robot, TrustedKeys trusted, Consumer<SnapshotReport> learner) {
    this.robot = robot;
    this.trusted = trusted;
    this.learner = learner;
    topics = new Topics(robot);
  }

  /** A message has come. */
  public void received(String topic, byte[] envelope, RobotEnd.Listener listener) {
    try {
      pass(topic, envelope, listener);
    } catch (LinkException e) {
      LOG.warn("refused a message on {}: {}", topic, e.getMessage());
      listener.messageRefused(topic, e.getMessage());
      tellLearner(topic, envelope, e.getMessage());
    }
  }

  /**
   * The snapshot in a signed message.
   *
   * @throws LinkException when no trusted key vouches for it, or it is malformed
   */
  PolicySnapshot verified(byte[] envelope) {
    return WireCodec.decodeSnapshot(trusted.verify(SignedType.POLICY_SNAPSHOT, envelope));
  }

  private void pass(String topic, byte[] envelope, RobotEnd.Listener listener) {
    byte[] digest = Digest.of(envelope);
    ByteBuffer known = ByteBuffer.wrap(digest);
    if (known.equals(passedOn.get(topic))) {
      return;
    }
    if (topics.isSnapshot(topic)) {
      PolicySnapshot snapshot = verified(envelope);
      requireForUs("snapshot", snapshot.robot());
      if (!topic.equals(topics.snapshot(snapshot.version()))) {
        throw new LinkException("snapshot version " + snapshot.version() + " is in a wrong slot");
      }
      passedOn.put(topic, known);
      listener.snapshotReceived(snapshot, digest, envelope);
    } else {
      RolloutPlan plan = WireCodec.decodePlan(trusted.verify(SignedType.ROLLOUT_PLAN, envelope));
      requireForUs("plan", plan.robot());
      passedOn.put(topic, known);
      listener.planReceived(plan, digest);
    }
  }

  private void tellLearner(String topic, byte[] envelope, String reason) {
    ByteBuffer digest = ByteBuffer.wrap(Digest.of(envelope));
    if (!digest.equals(lastRefused)) {
      lastRefused = digest;
      String why = topic + ": " + reason;
      learner.accept(
          new SnapshotReport(
              UNKNOWN_RUN,
              0,
              digest.array(),
              SnapshotReport.Outcome.REFUSED,
              why.substring(0, Math.min(why.length(), MAX_REASON))));
    }
  }

  private void requireForUs(String what, String theirs) {
    if (!theirs.equals(robot)) {
      throw new LinkException("%s is for robot %s, this is %s".formatted(what, theirs, robot));
    }
  }
}
