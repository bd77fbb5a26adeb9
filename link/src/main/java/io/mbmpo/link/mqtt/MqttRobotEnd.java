package io.mbmpo.link.mqtt;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's end over MQTT. The link thread verifies, decodes and calls the listener ({@link
 * SignedInbox}). The broker does not promise that snapshots arrive before the plan that names them.
 */
public final class MqttRobotEnd implements RobotEnd {
  private static final Logger LOG = LoggerFactory.getLogger(MqttRobotEnd.class);
  private static final int MAX_REPORTS_WAITING = 256;

  private final LinkOptions options;
  private final EpisodeSpool spool;
  private final Topics topics;
  private final MqttConnection connection;
  private final EpisodeSender sender;
  // Link thread only.
  private final SignedInbox inbox;
  private final ArrayDeque<byte[]> reports = new ArrayDeque<>();
  private byte[] lastStatus;
  private Listener listener;

  /**
   * @param spool owned and closed by this end
   */
  public MqttRobotEnd(LinkOptions options, TrustedKeys trusted, EpisodeSpool spool) {
    this.options = options;
    this.spool = spool;
    this.topics = new Topics(options.robot());
    this.inbox = new SignedInbox(options.robot(), trusted, this::report);
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
  public PolicySnapshot verified(byte[] signed) {
    return inbox.verified(signed);
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

  private void receiptReceived(byte[] payload) {
    try {
      String givenUp = sender.receipt(WireCodec.decodeReceipt(payload));
      if (givenUp != null) {
        listener.messageRefused(topics.episode(), givenUp);
      }
    } catch (LinkException e) {
      LOG.warn("refused a message on {}: {}", topics.receipt(), e.getMessage());
      listener.messageRefused(topics.receipt(), e.getMessage());
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
      if (topic.equals(topics.receipt())) {
        receiptReceived(payload);
      } else if (payload.length > 0) {
        // Nothing at all is how MQTT says that a retained message was cleared.
        inbox.received(topic, payload, listener);
      }
    }
  }
}
