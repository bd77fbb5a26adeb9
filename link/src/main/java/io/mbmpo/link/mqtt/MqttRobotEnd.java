package io.mbmpo.link.mqtt;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's end over MQTT. The link thread verifies, decodes and calls the listener; a
 * retained message that comes again unchanged (as on every reconnect) is passed on once. The broker
 * does not promise that snapshots arrive before the plan that names them.
 */
public final class MqttRobotEnd implements RobotEnd {
  private static final Logger LOG = LoggerFactory.getLogger(MqttRobotEnd.class);
  private static final int MAX_REPORTS_WAITING = 256;
  private static final int MAX_REASON = 500;

  /** Run of a report on a message that does not say, or cannot be believed, which run it is of. */
  private static final String UNKNOWN_RUN = "unknown";

  private final LinkOptions options;
  private final TrustedKeys trusted;
  private final EpisodeSpool spool;
  private final Topics topics;
  private final MqttConnection connection;
  private final EpisodeSender sender;
  // Link thread only.
  private final Map<String, ByteBuffer> passedOn = new HashMap<>();
  private final ArrayDeque<byte[]> reports = new ArrayDeque<>();
  private byte[] lastStatus;
  private ByteBuffer lastRefused;
  private Listener listener;

  /**
   * @param spool owned and closed by this end
   */
  public MqttRobotEnd(LinkOptions options, TrustedKeys trusted, EpisodeSpool spool) {
    this.options = options;
    this.trusted = trusted;
    this.spool = spool;
    this.topics = new Topics(options.robot());
    this.connection =
        new MqttConnection(
            options,
            status(gone()),
            List.of(topics.snapshots(), topics.plan(), topics.receipt()),
            new Events());
    this.sender =
        new EpisodeSender(
            spool,
            (piece, expiryS) ->
                connection.send(new Outbound(topics.episode(), piece, 1, false, expiryS)),
            System::nanoTime,
            options.resendAfter(),
            options.chunkBytes());
  }

  @Override
  public void start(Listener listener) {
    connection.execute(() -> this.listener = listener);
    connection.start();
    connection.schedule(options.resendAfter(), this::resend);
  }

  /** Blocks on the disk, never on the network. */
  @Override
  public void deliver(Episode episode) {
    if (!episode.robot().equals(options.robot())) {
      throw new LinkException(
          "episode is of robot %s, this link is of %s".formatted(episode.robot(), options.robot()));
    }
    if (spool.add(episode)) {
      connection.execute(this::advance);
    }
  }

  @Override
  public Set<String> knownEpisodes(String runId) {
    return spool.known(runId);
  }

  @Override
  public int spooled() {
    return spool.size();
  }

  /** Kept (the latest 256) while there is no connection. */
  @Override
  public void report(SnapshotReport report) {
    byte[] payload = WireCodec.encode(report);
    connection.execute(
        () -> {
          if (reports.size() == MAX_REPORTS_WAITING) {
            reports.remove();
          }
          reports.add(payload);
          sendReports();
        });
  }

  @Override
  public void publish(RobotStatus status) {
    byte[] payload = WireCodec.encode(status);
    connection.execute(
        () -> {
          lastStatus = payload;
          connection.send(status(payload));
        });
  }

  @Override
  public void close() {
    connection.close(status(gone()));
    spool.close();
  }

  private byte[] gone() {
    return WireCodec.encode(new RobotStatus(options.robot(), "", "", 0, 0, 0, 0, false));
  }

  private Outbound status(byte[] payload) {
    return new Outbound(topics.status(), payload, 1, true, 0);
  }

  private void advance() {
    if (connection.isConnected()) {
      sender.advance();
    }
  }

  private void resend() {
    connection.schedule(options.resendAfter(), this::resend);
    advance();
  }

  private void sendReports() {
    while (connection.isConnected() && !reports.isEmpty()) {
      connection.send(new Outbound(topics.report(), reports.remove(), 1, false, 0));
    }
  }

  private void signedReceived(String topic, byte[] envelope) {
    byte[] digest = Digest.of(envelope);
    ByteBuffer known = ByteBuffer.wrap(digest);
    if (known.equals(passedOn.get(topic))) {
      return;
    }
    if (topics.isSnapshot(topic)) {
      byte[] payload = trusted.verify(SignedType.POLICY_SNAPSHOT, envelope);
      PolicySnapshot snapshot = WireCodec.decodeSnapshot(payload);
      requireForUs("snapshot", snapshot.robot());
      if (!topic.equals(topics.snapshot(snapshot.version()))) {
        throw new LinkException("snapshot version " + snapshot.version() + " is in a wrong slot");
      }
      passedOn.put(topic, known);
      listener.snapshotReceived(snapshot, digest);
    } else {
      byte[] payload = trusted.verify(SignedType.ROLLOUT_PLAN, envelope);
      RolloutPlan plan = WireCodec.decodePlan(payload);
      requireForUs("plan", plan.robot());
      passedOn.put(topic, known);
      listener.planReceived(plan, digest);
    }
  }

  /** A learner whose key is not trusted, say, would wait for ever without knowing why. */
  private void tellLearner(String topic, byte[] envelope, String reason) {
    ByteBuffer digest = ByteBuffer.wrap(Digest.of(envelope));
    boolean signed = topics.isSnapshot(topic) || topic.equals(topics.plan());
    if (signed && !digest.equals(lastRefused)) {
      lastRefused = digest;
      String why = topic + ": " + reason;
      report(
          new SnapshotReport(
              UNKNOWN_RUN,
              0,
              digest.array(),
              SnapshotReport.Outcome.REFUSED,
              why.substring(0, Math.min(why.length(), MAX_REASON))));
    }
  }

  private void requireForUs(String what, String robot) {
    if (!robot.equals(options.robot())) {
      throw new LinkException(
          "%s is for robot %s, this is %s".formatted(what, robot, options.robot()));
    }
  }

  private final class Events implements MqttConnection.Handler {
    @Override
    public void connected() {
      if (lastStatus != null) {
        // The broker has published our last will meanwhile.
        connection.send(status(lastStatus));
      }
      sendReports();
      sender.connected();
      listener.connectionChanged(true, "connected to " + options.brokerUri());
    }

    @Override
    public void disconnected(String reason) {
      listener.connectionChanged(false, options.brokerUri() + ": " + reason);
    }

    @Override
    public void received(String topic, byte[] payload) {
      try {
        if (topic.equals(topics.receipt())) {
          String givenUp = sender.receipt(WireCodec.decodeReceipt(payload));
          if (givenUp != null) {
            listener.messageRefused(topics.episode(), givenUp);
          }
        } else if (payload.length > 0) {
          // Nothing at all is how MQTT says that a retained message was cleared.
          signedReceived(topic, payload);
        }
      } catch (LinkException e) {
        LOG.warn("refused a message on {}: {}", topic, e.getMessage());
        listener.messageRefused(topic, e.getMessage());
        tellLearner(topic, payload, e.getMessage());
      }
    }
  }
}
