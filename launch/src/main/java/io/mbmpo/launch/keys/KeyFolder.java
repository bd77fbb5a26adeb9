package io.mbmpo.launch.keys;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.tls.TransportKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final Pattern SIGNING_ID = Pattern.compile("[0-9a-f]{16}");

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
      PrivateFolder.make(folder.file(SigningKey.TRUSTED_FOLDER));
      SigningKey.create(folder.path()).trustIn(trusted(robot));
    }
    spread();
    return folder.path();
  }

  /**
   * Gives the robot's learner a new signing key; the robot trusts both until the former is revoked.
   *
   * @return id of the former key
   */
  public String rotate(String robot) {
    Path learner = path.resolve(End.LEARNER.identity(robot));
    if (!Files.exists(learner.resolve(SigningKey.KEY_FILE))) {
      throw LaunchException.usage(
          "no signing key for robot " + robot + " to exchange; ./mbmpo keys list shows those made");
    }
    String former = SigningKey.load(learner).id();
    SigningKey.create(learner).trustIn(trusted(robot));
    return former;
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

  /** Whether the text is the id of a signing key rather than a name. */
  public static boolean isSigningId(String text) {
    return SIGNING_ID.matcher(text).matches();
  }

  /**
   * Revokes a signing key.
   *
   * @return the robots that refuse it as soon as they have their folder
   * @throws LaunchException when a learner still signs with it
   */
  public List<String> revokeSigningKey(String id) {
    List<SigningRecord> affected =
        signingKeys().stream()
            .filter(
                record ->
                    record.id().equals(id) && record.standing() != SigningRecord.Standing.REVOKED)
            .toList();
    if (affected.isEmpty()) {
      throw LaunchException.usage(
          "no robot trusts a signing key " + id + "; ./mbmpo keys list shows those made");
    }
    for (SigningRecord record : affected) {
      if (record.standing() == SigningRecord.Standing.CURRENT) {
        throw LaunchException.usage(
            "the learner of %s signs with %s; give it another first: ./mbmpo keys rotate %s"
                .formatted(record.robot(), id, record.robot()));
      }
    }
    List<String> robots = affected.stream().map(SigningRecord::robot).toList();
    for (String robot : robots) {
      PrivateFolder revoked =
          PrivateFolder.make(
              path.resolve(End.ROBOT.identity(robot)).resolve(SigningKey.REVOKED_FOLDER));
      String file = SigningKey.publicFile(id);
      try {
        Files.move(
            trusted(robot).resolve(file),
            revoked.file(file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(
            path.resolve(End.LEARNER.identity(robot))
                .resolve(SigningKey.TRUSTED_FOLDER)
                .resolve(file));
      } catch (IOException e) {
        throw LaunchException.environment("cannot revoke " + id + " for " + robot + ": " + e, e);
      }
    }
    return robots;
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

  /** Every signing key made, by robot. */
  public List<SigningRecord> signingKeys() {
    List<SigningRecord> records = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, End.ROBOT.identity("*"))) {
      List<Path> sorted = new ArrayList<>();
      folders.forEach(sorted::add);
      sorted.sort(null);
      for (Path folder : sorted) {
        String robot = End.ROBOT.robotOf(folder.getFileName().toString());
        Path learner = path.resolve(End.LEARNER.identity(robot));
        String current =
            Files.exists(learner.resolve(SigningKey.KEY_FILE)) ? SigningKey.load(learner).id() : "";
        for (String id : ids(folder.resolve(SigningKey.TRUSTED_FOLDER))) {
          records.add(
              new SigningRecord(
                  id,
                  robot,
                  id.equals(current)
                      ? SigningRecord.Standing.CURRENT
                      : SigningRecord.Standing.FORMER));
        }
        for (String id : ids(folder.resolve(SigningKey.REVOKED_FOLDER))) {
          records.add(new SigningRecord(id, robot, SigningRecord.Standing.REVOKED));
        }
      }
      return records;
    } catch (IOException e) {
      throw LaunchException.environment("cannot list " + path + ": " + e, e);
    }
  }

  private static List<String> ids(Path folder) throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
        files.forEach(file -> ids.add(file.getFileName().toString().replace(".pub", "")));
      }
      ids.sort(null);
    }
    return ids;
  }

  private Path trusted(String robot) {
    PrivateFolder.make(path.resolve(End.ROBOT.identity(robot)));
    return PrivateFolder.make(
            path.resolve(End.ROBOT.identity(robot)).resolve(SigningKey.TRUSTED_FOLDER))
        .path();
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
