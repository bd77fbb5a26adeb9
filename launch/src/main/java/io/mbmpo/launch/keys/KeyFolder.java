package io.mbmpo.launch.keys;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.tls.TransportKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * All keys of one project's link, where they are made. Each machine is given the one folder of its
 * name, and no other:
 *
 * <pre>
 *   ca/             the authority; stays here
 *   broker/         certificate, rules and configuration of Mosquitto
 *   robot-NAME/     certificate; trusted/ and revoked/ signing keys
 *   learner-NAME/   certificate; signing key
 *   watch-NAME/     certificate
 * </pre>
 */
public final class KeyFolder {
  /** Name of the broker in its certificate, and of its folder. */
  public static final String BROKER = "broker";

  private static final String AUTHORITY = "ca";
  // With its prefix a name must fit into a certificate: 64 characters (RFC 5280).
  private static final Pattern ROBOT = Pattern.compile("[A-Za-z0-9._-]{1,56}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  private final Path path;
  private final Clock clock;
  private final CertificateAuthority authority;

  private KeyFolder(Path path, Clock clock, CertificateAuthority authority) {
    this.path = path;
    this.clock = clock;
    this.authority = authority;
  }

  /**
   * Makes the authority.
   *
   * @throws LaunchException when there is one already
   */
  public static KeyFolder create(Path path, Clock clock, Duration validity) {
    Path ca = path.resolve(AUTHORITY);
    if (Files.exists(ca)) {
      throw LaunchException.usage(
          path
              + " has an authority already, and all keys made by it would stop to count; for another"
              + " project name another folder with --keys");
    }
    PrivateFolder.make(path);
    return new KeyFolder(path, clock, CertificateAuthority.create(ca, clock, validity));
  }

  /**
   * Opens what {@link #create} made.
   *
   * @throws LaunchException when there is no authority
   */
  public static KeyFolder open(Path path, Clock clock) {
    Path ca = path.resolve(AUTHORITY);
    if (!Files.isDirectory(ca)) {
      throw LaunchException.usage(
          "no authority in "
              + ca
              + "; make one with ./mbmpo keys init, or name the folder that has it with --keys");
    }
    return new KeyFolder(path, clock, CertificateAuthority.open(ca, clock));
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Who may move the robots. */
  public SigningKeys signing() {
    return new SigningKeys(path);
  }

  /** Until when anything made here can count. */
  public Instant authorityUntil() {
    return authority.certificate().getNotAfter().toInstant();
  }

  /**
   * Makes the broker's certificate and configuration.
   *
   * @param hosts names and IP addresses by which the others call it
   * @return the broker's folder
   */
  public Path broker(List<String> hosts, int port, Duration validity) {
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw LaunchException.usage(
            "host is '" + host + "'; wanted: a name or an IP address, e.g. broker.lab or 10.0.0.5");
      }
    }
    PrivateFolder folder = issue(BROKER, hosts, validity);
    folder.write(
        BrokerFiles.CONFIGURATION,
        BrokerFiles.configuration(port, System.getProperty("user.name")));
    PrivateFolder.make(folder.file(BrokerFiles.DATA));
    spread();
    return folder.path();
  }

  /**
   * Makes an end's certificate, beside those it has; for a learner without one, also a signing key
   * that the robot trusts.
   *
   * @return the end's folder
   */
  public Path end(End end, String robot, Duration validity) {
    if (!ROBOT.matcher(robot).matches()) {
      throw LaunchException.usage(
          "robot is '" + robot + "'; allowed: 1 to 56 letters, digits, '_', '-' or '.'");
    }
    PrivateFolder folder = issue(end.identity(robot), List.of(), validity);
    if (end == End.LEARNER && !Files.exists(folder.file(SigningKey.KEY_FILE))) {
      signing().create(robot);
    }
    spread();
    return folder.path();
  }

  /**
   * Revokes every certificate made for a name so far.
   *
   * @return how many
   */
  public int revokeCertificates(String name) {
    Instant now = clock.instant();
    List<KeyRecord> known = certificates();
    if (known.stream().noneMatch(record -> record.name().equals(name))) {
      throw LaunchException.usage(
          "nothing was made for '"
              + name
              + "'; wanted: a name or the id of a signing key from ./mbmpo keys list");
    }
    List<String> serials =
        known.stream()
            .filter(record -> record.name().equals(name) && record.counts(now))
            .map(KeyRecord::serial)
            .toList();
    authority.revoke(
        authority.issued().stream()
            .filter(one -> serials.contains(one.getSerialNumber().toString(16)))
            .toList());
    spread();
    return serials.size();
  }

  /** Every certificate made for the ends and the broker, oldest first. */
  public List<KeyRecord> certificates() {
    List<KeyRecord> records = new ArrayList<>();
    try {
      for (X509Certificate one : authority.issued()) {
        X509CRLEntry revoked = authority.revoked().getRevokedCertificate(one.getSerialNumber());
        Collection<List<?>> names = one.getSubjectAlternativeNames();
        records.add(
            new KeyRecord(
                TransportKeys.commonName(one),
                one.getSerialNumber().toString(16),
                names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).toList(),
                one.getNotAfter().toInstant(),
                revoked == null ? null : revoked.getRevocationDate().toInstant()));
      }
      return records;
    } catch (GeneralSecurityException e) {
      throw LaunchException.environment("cannot read a certificate in " + path + ": " + e, e);
    }
  }

  private PrivateFolder issue(String name, List<String> hosts, Duration validity) {
    PrivateFolder folder = PrivateFolder.make(path.resolve(name));
    KeyPair pair = CertificateAuthority.newPair();
    X509Certificate certificate = authority.issue(name, pair.getPublic(), hosts, validity);
    try {
      folder.writePrivateKey(TransportKeys.KEY, pair.getPrivate().getEncoded());
      folder.writeCertificate(TransportKeys.CERTIFICATE, certificate.getEncoded());
      folder.writeCertificate(TransportKeys.AUTHORITY, authority.certificate().getEncoded());
      return folder;
    } catch (GeneralSecurityException e) {
      throw LaunchException.environment("cannot write certificate of " + name + ": " + e, e);
    }
  }

  /** Brings the revoked certificates to every folder, and the rules to the broker's. */
  private void spread() {
    Instant now = clock.instant();
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> counting = new TreeSet<>();
    for (KeyRecord record : certificates()) {
      names.add(record.name());
      if (record.counts(now)) {
        counting.add(record.name());
      }
    }
    try {
      byte[] revoked = authority.revoked().getEncoded();
      for (String name : names) {
        PrivateFolder.make(path.resolve(name)).writeRevocations(TransportKeys.REVOKED, revoked);
      }
    } catch (GeneralSecurityException e) {
      throw LaunchException.environment("cannot write to " + path + ": " + e, e);
    }
    PrivateFolder.make(path.resolve(BROKER)).write(BrokerFiles.RULES, BrokerFiles.rules(counting));
  }
}
