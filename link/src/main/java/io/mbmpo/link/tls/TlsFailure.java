package io.mbmpo.link.tls;

import com.google.common.base.Throwables;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateRevokedException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why a connection over TLS failed, for people: whose certificate, what is wrong with it, what to
 * do. An MQTT client tells of a broker that refuses its certificate only that the line broke, so
 * where nothing else is known the broker is asked once more, see {@link TlsProbe}.
 */
public final class TlsFailure {
  private static final String ALERT = "Received fatal alert: ";

  private final TransportKeys keys;
  private final URI broker;

  /**
   * @param broker {@code ssl://host:port}
   */
  public TlsFailure(TransportKeys keys, URI broker) {
    this.keys = keys;
    this.broker = broker;
  }

  /**
   * What the failure means; empty where it has nothing to do with certificates. May ask the broker,
   * for up to two seconds.
   */
  public Optional<String> sentence(Throwable failure) {
    return known(failure).or(() -> reached(failure) ? probed() : Optional.empty());
  }

  /**
   * Shakes hands with the broker and hangs up, for up to two seconds: what either side has against
   * the other's certificate; empty when nothing.
   */
  public Optional<String> probe() {
    return TlsProbe.failure(keys.sockets(), broker.getHost(), broker.getPort())
        .map(failure -> known(failure).orElse(String.valueOf(failure.getMessage())));
  }

  private Optional<String> probed() {
    return TlsProbe.failure(keys.sockets(), broker.getHost(), broker.getPort())
        .flatMap(this::known);
  }

  /** A line that broke is worth a second look; a broker that is not there is not. */
  private static boolean reached(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
        .noneMatch(cause -> cause instanceof ConnectException);
  }

  private Optional<String> known(Throwable failure) {
    for (Throwable cause : Throwables.getCausalChain(failure)) {
      String said = String.valueOf(cause.getMessage());
      if (cause instanceof SSLException && said.contains(ALERT)) {
        return Optional.of(refused(said.substring(said.indexOf(ALERT) + ALERT.length()).strip()));
      }
      if (cause instanceof SSLException && said.contains("Unsupported or unrecognized")) {
        return Optional.of(
            "what listens on port %d of %s speaks no TLS; is it the broker that ./mbmpo keys mosquitto tells of?"
                .formatted(broker.getPort(), broker.getHost()));
      }
    }
    return Throwables.getCausalChain(failure).stream()
        .filter(
            cause ->
                cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException)
        .reduce((outer, inner) -> inner)
        .map(this::brokersCertificate)
        .or(() -> untrusted(failure));
  }

  private Optional<String> untrusted(Throwable failure) {
    boolean noPath =
        Throwables.getCausalChain(failure).stream()
            .anyMatch(cause -> cause instanceof CertPathBuilderException);
    return noPath ? Optional.of(otherAuthority()) : Optional.empty();
  }

  private String brokersCertificate(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    if (said.startsWith("No name matching") || said.startsWith("No subject alternative")) {
      return ("the broker's certificate is not for host %s (%s): name the broker in --broker as its"
              + " certificate does, or make it one for this host too: ./mbmpo keys broker %s")
          .formatted(broker.getHost(), said, broker.getHost());
    }
    if (cause instanceof CertificateExpiredException || reason(cause) == BasicReason.EXPIRED) {
      return ("the broker's certificate has expired (%s; this machine's clock says %s): ./mbmpo"
              + " keys broker %s makes another; copy keys/broker to the broker and restart it")
          .formatted(said, keys.now(), broker.getHost());
    }
    if (cause instanceof CertificateRevokedException || reason(cause) == BasicReason.REVOKED) {
      return "the broker's certificate was revoked; this is not the broker to talk to, or it has"
          + " not got its new certificate (./mbmpo keys broker HOST) yet";
    }
    return otherAuthority();
  }

  private String otherAuthority() {
    return ("the broker's certificate is not of our authority (%s): it is another broker than the"
            + " one our keys were made for, or was given other keys; all keys must come from"
            + " one ./mbmpo keys init")
        .formatted(keys.folder().resolve(TransportKeys.AUTHORITY));
  }

  private static CertPathValidatorException.Reason reason(Throwable cause) {
    return cause instanceof CertPathValidatorException invalid ? invalid.getReason() : null;
  }

  private String refused(String alert) {
    String ours = "the broker refuses our certificate (" + keys.identity() + "): ";
    return switch (alert) {
      case "certificate_expired" ->
          ours
              + "it has expired (it counts until %s, this machine's clock says %s); %s makes another; copy %s here"
                  .formatted(
                      keys.expiry(), keys.now(), keys.command(), keys.folder().getFileName());
      case "certificate_revoked" ->
          ours
              + "it was revoked; if this machine is still ours, %s makes another; copy %s here"
                  .formatted(keys.command(), keys.folder().getFileName());
      case "unknown_ca", "bad_certificate", "certificate_unknown", "decrypt_error" ->
          ours
              + "it is of another authority than the broker's; all keys must come from one ./mbmpo"
              + " keys init: copy keys/broker to the broker again, and "
              + keys.folder().getFileName()
              + " here";
      default -> ours + "it says " + alert + "; the broker's log and ./mbmpo keys list say more";
    };
  }
}
