package io.mbmpo.link.mqtt;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.codec.EpisodePiece;
import io.mbmpo.link.codec.EpisodeReceipt;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's end over MQTT. What was published last (snapshots by slot, then the plan) is
 * published again on every connection, so nothing depends on the broker's memory.
 */
public final class MqttLearnerEnd implements LearnerEnd {
  private static final Logger LOG = LoggerFactory.getLogger(MqttLearnerEnd.class);
  private static final int MAX_PARTIAL_EPISODES = 64;
  private static final long MAX_PARTIAL_BYTES = 128L << 20;
  private static final int MAX_ACKNOWLEDGED = 10_000;
  private static final long RECEIPT_EXPIRY_S = 600;
  private static final int MAX_REASON = 900;

  private final LinkOptions options;
  private final SigningKey key;
  private final Topics topics;
  private final MqttConnection connection;
  // Whether the broker was reached; false when trying on is of no use.
  private final CompletableFuture<Boolean> reached = new CompletableFuture<>();
  private final AtomicReference<String> lastFailure = new AtomicReference<>("no answer in time");
  // Link thread only, from here on.
  private final Map<String, Outbound> published = new LinkedHashMap<>();
  private final EpisodeAssembler assembler =
      new EpisodeAssembler(MAX_PARTIAL_EPISODES, MAX_PARTIAL_BYTES);
  private final Map<String, ByteBuffer> acknowledged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ByteBuffer> eldest) {
          return size() > MAX_ACKNOWLEDGED;
        }
      };
  private Listener listener;

  public MqttLearnerEnd(LinkOptions options, SigningKey key) {
    this.options = options;
    this.key = key;
    this.topics = new Topics(options.robot());
    this.connection =
        new MqttConnection(
            options,
            null,
            List.of(topics.episode(), topics.report(), topics.status()),
            new Events());
  }

  @Override
  public void start(Listener listener) {
    connection.execute(() -> this.listener = listener);
    connection.start();
    boolean connected = false;
    try {
      // A little longer than an attempt, so that the attempt's own reason is the one told.
      long wait = options.connectTimeout().toMillis() + 500;
      connected = reached.get(wait, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("not connected in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lastFailure.set("interrupted");
    }
    if (!connected) {
      connection.close(null);
      String reason = lastFailure.get();
      throw new LinkException(
          isAboutKeys(reason)
              ? "broker %s: %s".formatted(options.brokerUri(), reason)
              : "cannot reach broker %s: %s; is it running? Start one, or name another with --broker"
                  .formatted(options.brokerUri(), reason));
    }
  }

  @Override
  public void publish(PolicySnapshot snapshot) {
    requireOurs("snapshot", snapshot.robot());
    publishSigned(
        topics.snapshot(snapshot.version()),
        key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(snapshot)));
  }

  @Override
  public void publish(RolloutPlan plan) {
    requireOurs("plan", plan.robot());
    publishSigned(topics.plan(), key.sign(SignedType.ROLLOUT_PLAN, WireCodec.encode(plan)));
  }

  @Override
  public void publish(LearnerProgress progress) {
    byte[] payload = WireCodec.encode(progress);
    connection.execute(
        () -> connection.send(new Outbound(topics.progress(), payload, 0, false, 0)));
  }

  @Override
  public void close() {
    connection.close(null);
  }

  /** What is wrong with a certificate is told with its remedy, and waiting is none. */
  private static boolean isAboutKeys(String reason) {
    return reason.contains("./mbmpo keys");
  }

  private void requireOurs(String what, String robot) {
    if (!robot.equals(options.robot())) {
      throw new LinkException(
          "%s is for robot %s, this link is of %s".formatted(what, robot, options.robot()));
    }
  }

  private void publishSigned(String topic, byte[] envelope) {
    Outbound message = new Outbound(topic, envelope, 1, true, 0);
    connection.execute(
        () -> {
          // Removed first, so that the order of publishing is the order of publishing again.
          published.remove(topic);
          published.put(topic, message);
          connection.send(message);
        });
  }

  private void pieceReceived(byte[] payload) {
    EpisodePiece piece = WireCodec.decodePiece(payload);
    String id = piece.episodeId();
    if (ByteBuffer.wrap(piece.digest()).equals(acknowledged.get(id))) {
      if (piece.index() == piece.count() - 1) {
        // Our receipt was lost.
        send(new EpisodeReceipt(id, piece.digest(), true, ""));
      }
      return;
    }
    EpisodeAssembler.Outcome outcome = assembler.add(piece);
    if (outcome instanceof EpisodeAssembler.Mismatch mismatch) {
      refuse(piece, mismatch.reason());
    } else if (outcome instanceof EpisodeAssembler.Complete complete) {
      episodeReceived(piece, complete.serialized());
    }
  }

  private void episodeReceived(EpisodePiece piece, byte[] serialized) {
    Episode episode;
    try {
      episode = WireCodec.decodeEpisode(serialized);
      requireOurs("episode", episode.robot());
      if (!episode.episodeId().equals(piece.episodeId())) {
        throw new LinkException("it calls itself '" + episode.episodeId() + "'");
      }
    } catch (LinkException e) {
      refuse(piece, e.getMessage());
      return;
    }
    try {
      listener.episodeReceived(episode);
    } catch (RuntimeException e) {
      LOG.error(
          "episode {} could not be stored; the robot will send it again", episode.episodeId(), e);
      return;
    }
    acknowledged.put(piece.episodeId(), ByteBuffer.wrap(piece.digest()));
    send(new EpisodeReceipt(piece.episodeId(), piece.digest(), true, ""));
  }

  private void refuse(EpisodePiece piece, String reason) {
    LOG.warn("episode {} is refused: {}", piece.episodeId(), reason);
    String cut = reason.substring(0, Math.min(MAX_REASON, reason.length()));
    send(new EpisodeReceipt(piece.episodeId(), piece.digest(), false, cut));
  }

  private void send(EpisodeReceipt receipt) {
    connection.send(
        new Outbound(topics.receipt(), WireCodec.encode(receipt), 1, false, RECEIPT_EXPIRY_S));
  }

  private final class Events implements MqttConnection.Handler {
    @Override
    public void connected() {
      published.values().forEach(connection::send);
      reached.complete(true);
      listener.connectionChanged(true, "connected to " + options.brokerUri());
    }

    @Override
    public void disconnected(String reason) {
      lastFailure.set(reason);
      if (isAboutKeys(reason)) {
        reached.complete(false);
      }
      listener.connectionChanged(false, options.brokerUri() + ": " + reason);
    }

    @Override
    public void received(String topic, byte[] payload) {
      try {
        if (topic.equals(topics.episode())) {
          pieceReceived(payload);
        } else if (topic.equals(topics.report())) {
          listener.snapshotReported(WireCodec.decodeReport(payload));
        } else if (payload.length > 0) {
          listener.robotStatusChanged(WireCodec.decodeStatus(payload));
        }
      } catch (LinkException e) {
        LOG.warn("refused a message on {}: {}", topic, e.getMessage());
      }
    }
  }
}
