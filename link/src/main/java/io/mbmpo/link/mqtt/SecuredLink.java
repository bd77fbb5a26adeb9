package io.mbmpo.link.mqtt;

import com.google.common.net.InetAddresses;
import io.mbmpo.link.tls.TransportKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS for a link, with certificates from a key folder as {@code ./mbmpo keys} makes it. */
public final class SecuredLink {
  private static final Logger log = LoggerFactory.getLogger(SecuredLink.class);
  private static final Duration SOON = Duration.ofDays(30);

  private SecuredLink() {}

  /** Whether a broker's address asks for TLS. */
  public static boolean isTls(String uri) {
    return uri.startsWith("ssl:");
  }

  /**
   * Whether a broker is on this machine, so that nobody can listen in between.
   *
   * @throws io.mbmpo.link.LinkException when the address is none
   */
  public static boolean staysHere(String uri) {
    String host = URI.create(LinkOptions.ofRobot(uri, "any").brokerUri()).getHost();
    String bare = host.replace("[", "").replace("]", "");
    return bare.equals("localhost")
        || (InetAddresses.isInetAddress(bare) && InetAddresses.forString(bare).isLoopbackAddress());
  }

  /**
   * The connection with its certificate, where its address asks for one; warns of one that expires
   * soon.
   *
   * @param keys key folder, with a folder for every end
   * @throws io.mbmpo.link.LinkException when the certificate cannot be used, naming what to do
   */
  public static LinkOptions of(LinkOptions plain, Path keys, Clock clock) {
    if (!isTls(plain.brokerUri())) {
      return plain;
    }
    TransportKeys transport = TransportKeys.load(keys.resolve(plain.clientId()), clock);
    Instant until = transport.expiry();
    if (Duration.between(clock.instant(), until).compareTo(SOON) < 0) {
      log.warn(
          "the certificate of {} expires on {}; make another in time: ./mbmpo keys --help",
          transport.identity(),
          until);
    }
    return plain.withTransport(transport);
  }
}
