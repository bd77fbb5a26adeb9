package io.mbmpo.link.mqtt;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.codec.WireRules;
import io.mbmpo.link.tls.TransportKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * One end's connection.
 *
 * @param brokerUri {@code tcp://host:port} or {@code ssl://host:port}
 * @param robot whose topics
 * @param clientId unique at the broker; its session survives a reconnect
 * @param connectTimeout until an attempt to connect has failed
 * @param maxBackoff longest wait between attempts; the first is a twentieth of it
 * @param keepAlive longest silence before the broker takes an end for gone
 * @param sessionExpiry how long the broker keeps messages for an end that is gone
 * @param resendAfter wait for a receipt before an episode is sent again; doubles up to 16 times it
 * @param chunkBytes size of an episode's pieces
 * @param transport certificate and private key of {@code clientId} for {@code ssl}; null without
 */
public record LinkOptions(
    String brokerUri,
    String robot,
    String clientId,
    Duration connectTimeout,
    Duration maxBackoff,
    Duration keepAlive,
    Duration sessionExpiry,
    Duration resendAfter,
    int chunkBytes,
    TransportKeys transport) {

  public LinkOptions {
    WireRules.robotName("robot name", robot);
    WireRules.robotName("client id", clientId);
    if (chunkBytes < 1024 || chunkBytes > WireRules.MAX_CHUNK_BYTES) {
      throw new LinkException("chunk size is " + chunkBytes + "; allowed: 1024 to 65536 bytes");
    }
    requireBroker(brokerUri);
    if (transport != null && !transport.identity().equals(clientId)) {
      throw new LinkException(
          "transport keys are of %s, this is %s: each machine is given the folder of its own name"
              .formatted(transport.identity(), clientId));
    }
  }

  /** Without a certificate. */
  public LinkOptions(
      String brokerUri,
      String robot,
      String clientId,
      Duration connectTimeout,
      Duration maxBackoff,
      Duration keepAlive,
      Duration sessionExpiry,
      Duration resendAfter,
      int chunkBytes) {
    this(
        brokerUri,
        robot,
        clientId,
        connectTimeout,
        maxBackoff,
        keepAlive,
        sessionExpiry,
        resendAfter,
        chunkBytes,
        null);
  }

  /** Defaults for the controller. */
  public static LinkOptions ofRobot(String brokerUri, String robot) {
    return of(brokerUri, robot, "robot-");
  }

  /** Defaults for the learner. */
  public static LinkOptions ofLearner(String brokerUri, String robot) {
    return of(brokerUri, robot, "learner-");
  }

  /** Defaults for an onlooker. */
  public static LinkOptions ofSpectator(String brokerUri, String robot) {
    return of(brokerUri, robot, "watch-");
  }

  /** The same with other waiting times; for tests and slow networks. */
  public LinkOptions withTimes(Duration connect, Duration backoff, Duration resend) {
    return new LinkOptions(
        brokerUri,
        robot,
        clientId,
        connect,
        backoff,
        keepAlive,
        sessionExpiry,
        resend,
        chunkBytes,
        transport);
  }

  /** The same with a certificate; null for none. */
  public LinkOptions withTransport(TransportKeys keys) {
    return new LinkOptions(
        brokerUri,
        robot,
        clientId,
        connectTimeout,
        maxBackoff,
        keepAlive,
        sessionExpiry,
        resendAfter,
        chunkBytes,
        keys);
  }

  private static LinkOptions of(String brokerUri, String robot, String prefix) {
    WireRules.robotName("robot name", robot);
    return new LinkOptions(
        brokerUri,
        robot,
        prefix + robot.substring(0, Math.min(robot.length(), 56)),
        Duration.ofSeconds(5),
        Duration.ofSeconds(4),
        Duration.ofSeconds(10),
        Duration.ofHours(1),
        Duration.ofSeconds(4),
        32 << 10);
  }

  private static void requireBroker(String text) {
    String allowed = "; allowed: tcp://host:port or ssl://host:port, e.g. tcp://127.0.0.1:1883";
    try {
      URI uri = new URI(text);
      boolean scheme = "tcp".equals(uri.getScheme()) || "ssl".equals(uri.getScheme());
      if (!scheme || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
        throw new LinkException("broker address is '" + text + "'" + allowed);
      }
    } catch (URISyntaxException e) {
      throw new LinkException("broker address is '" + text + "'" + allowed, e);
    }
  }
}
