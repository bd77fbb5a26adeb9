package io.mbmpo.link.mqtt;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.codec.EpisodePiece;
import io.mbmpo.link.codec.EpisodeReceipt;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.spool.EpisodeSpool;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is spooled, a few episodes at a time, whole, and again until the receipt comes: on
 * every connection at once, else after a wait that doubles. The few at a time are the flow control
 * of the link. Not thread-safe; lives on the link thread.
 */
final class EpisodeSender {
  /** Where pieces go. */
  interface Output {
    /**
     * Sends one.
     *
     * @param expiryS worthless after this time, since the episode is then sent again, s
     */
    void send(byte[] piece, long expiryS);
  }

  private static final class Flight {
    private long resendAtNanos;
    private int sendings;
    private int refusals;
  }

  /** Refusals after which an episode is taken out of the queue for people to look at. */
  static final int MAX_REFUSALS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(EpisodeSender.class);
  private static final int WINDOW = 4;
  private static final int MAX_DOUBLINGS = 4;

  private final EpisodeSpool spool;
  private final Output output;
  private final LongSupplier nanoTime;
  private final long resendNanos;
  private final int chunkBytes;
  private final Map<String, Flight> flights = new LinkedHashMap<>();

  EpisodeSender(
      EpisodeSpool spool,
      Output output,
      LongSupplier nanoTime,
      Duration resendAfter,
      int chunkBytes) {
    this.spool = spool;
    this.output = output;
    this.nanoTime = nanoTime;
    this.resendNanos = resendAfter.toNanos();
    this.chunkBytes = chunkBytes;
  }

  /** A new connection: whatever was on the way may be lost. */
  void connected() {
    flights.values().forEach(f -> f.resendAtNanos = nanoTime.getAsLong());
    flights.values().forEach(f -> f.sendings = 0);
    advance();
  }

  /** Sends what is due. Call after every {@code deliver} and by a timer. */
  void advance() {
    for (String id : spool.waiting()) {
      if (flights.size() >= WINDOW) {
        break;
      }
      if (!flights.containsKey(id)) {
        Flight flight = new Flight();
        flight.resendAtNanos = nanoTime.getAsLong();
        flights.put(id, flight);
      }
    }
    flights
        .entrySet()
        .removeIf(
            entry ->
                nanoTime.getAsLong() - entry.getValue().resendAtNanos >= 0
                    && !send(entry.getKey(), entry.getValue()));
  }

  /**
   * The learner has answered.
   *
   * @return why the episode was given up, or null in every other case
   */
  String receipt(EpisodeReceipt receipt) {
    String id = receipt.episodeId();
    byte[] digest = spool.digest(id);
    if (digest == null) {
      return null;
    }
    if (!Arrays.equals(digest, receipt.digest())) {
      LOG.warn("a receipt for episode {} names another digest and is ignored", id);
      return null;
    }
    if (receipt.accepted()) {
      try {
        spool.acknowledge(id);
        flights.remove(id);
      } catch (LinkException e) {
        LOG.error("{}", e.getMessage());
      }
      advance();
      return null;
    }
    Flight flight = flights.computeIfAbsent(id, any -> new Flight());
    flight.refusals++;
    LOG.warn("the learner refused episode {} ({}): {}", id, flight.refusals, receipt.reason());
    if (flight.refusals < MAX_REFUSALS) {
      flight.resendAtNanos = nanoTime.getAsLong() + resendNanos;
      return null;
    }
    String reason = "refused %d times: %s".formatted(flight.refusals, receipt.reason());
    spool.quarantine(id, reason);
    flights.remove(id);
    advance();
    return "episode " + id + " " + reason;
  }

  /** False when there is nothing to send any more. */
  private boolean send(String id, Flight flight) {
    byte[] digest = spool.digest(id);
    byte[] serialized = spool.read(id);
    if (digest == null || serialized == null) {
      return false;
    }
    long wait = resendNanos << Math.min(MAX_DOUBLINGS, flight.sendings);
    flight.sendings++;
    flight.resendAtNanos = nanoTime.getAsLong() + wait;
    long expiryS = Math.max(1, Duration.ofNanos(wait).toSeconds());
    int count = (serialized.length + chunkBytes - 1) / chunkBytes;
    for (int i = 0; i < count; i++) {
      int end = Math.min(serialized.length, (i + 1) * chunkBytes);
      byte[] data = Arrays.copyOfRange(serialized, i * chunkBytes, end);
      output.send(WireCodec.encode(new EpisodePiece(id, digest, i, count, data)), expiryS);
    }
    return true;
  }
}
