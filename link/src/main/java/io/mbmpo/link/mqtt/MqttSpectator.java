package io.mbmpo.link.mqtt;

import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.WireCodec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks on at a robot and its learner, for screens; sends nothing. */
public final class MqttSpectator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttSpectator.class);

  /** What is seen; called on one link thread. */
  public interface Listener {
    void progressed(LearnerProgress progress);

    void robotStatusChanged(RobotStatus status);

    void snapshotReported(SnapshotReport report);

    void connectionChanged(boolean connected, String reason);
  }

  private final LinkOptions options;
  private final Topics topics;
  private final MqttConnection connection;
  private final Listener listener;

  public MqttSpectator(LinkOptions options, Listener listener) {
    this.options = options;
    this.listener = listener;
    this.topics = new Topics(options.robot());
    this.connection =
        new MqttConnection(
            options,
            null,
            List.of(topics.progress(), topics.status(), topics.report()),
            new Events());
  }

  /** Connects, and keeps trying in the background. */
  public void start() {
    connection.start();
  }

  @Override
  public void close() {
    connection.close(null);
  }

  private final class Events implements MqttConnection.Handler {
    @Override
    public void connected() {
      listener.connectionChanged(true, "connected to " + options.brokerUri());
    }

    @Override
    public void disconnected(String reason) {
      listener.connectionChanged(false, options.brokerUri() + ": " + reason);
    }

    @Override
    public void received(String topic, byte[] payload) {
      try {
        if (topic.equals(topics.progress())) {
          listener.progressed(WireCodec.decodeProgress(payload));
        } else if (topic.equals(topics.status())) {
          listener.robotStatusChanged(WireCodec.decodeStatus(payload));
        } else if (topic.equals(topics.report())) {
          listener.snapshotReported(WireCodec.decodeReport(payload));
        }
      } catch (LinkException e) {
        LOG.warn("cannot read a message on {}: {}", topic, e.getMessage());
      }
    }
  }
}
