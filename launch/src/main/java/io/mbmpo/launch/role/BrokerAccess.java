package io.mbmpo.launch.role;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.keys.End;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.SecuredLink;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * How the processes of a run reach the broker, and whose signature counts. TLS with certificates
 * from a key folder, unless the broker is on this machine.
 *
 * @param uri {@code ssl://host:port}, or {@code tcp://host:port}
 * @param keys key folder, as {@code ./mbmpo keys} makes it; null for the run's own signing key
 * @param insecure whether plain TCP may leave this machine
 */
public record BrokerAccess(String uri, Path keys, boolean insecure) {
  /**
   * @throws LaunchException when the address is none, leads off this machine without TLS, or TLS
   *     has no keys
   */
  public BrokerAccess {
    boolean here = SecuredLink.staysHere(uri); // says what an address looks like
    boolean tls = isTls(uri);
    if (!tls && !insecure && !here) {
      throw LaunchException.usage(
          ("broker %s is not on this machine, and without TLS whoever is on the network between can"
                  + " listen and take part: set it up with ./mbmpo keys (docs/security.md) and name it"
                  + " ssl://%s:8883; on a network that you trust, add --insecure")
              .formatted(uri, URI.create(uri).getHost()));
    }
    if (tls && keys == null) {
      throw LaunchException.usage(
          "broker " + uri + " needs keys; name their folder with --keys (docs/security.md)");
    }
  }

  /** A broker on this machine, without TLS; the run has a signing key of its own. */
  public static BrokerAccess loopback(String uri) {
    return new BrokerAccess(uri, null, false);
  }

  /** Whether the address asks for TLS. */
  public static boolean isTls(String uri) {
    return SecuredLink.isTls(uri);
  }

  /** The controller's connection. */
  public LinkOptions robot(String robot) {
    return secured(LinkOptions.ofRobot(uri, robot));
  }

  /** The learner's connection. */
  public LinkOptions learner(String robot) {
    return secured(LinkOptions.ofLearner(uri, robot));
  }

  /** An onlooker's connection. */
  public LinkOptions spectator(String robot) {
    return secured(LinkOptions.ofSpectator(uri, robot));
  }

  /** Whose policies the robot runs. */
  public TrustedKeys trusted(RunFolder run, String robot) {
    Path folder = keys == null ? run.keys() : keys.resolve(End.ROBOT.identity(robot));
    return TrustedKeys.load(folder.resolve(SigningKey.TRUSTED_FOLDER));
  }

  /**
   * What the learner signs with. The public half is kept in the run, whose policies can then be
   * checked wherever it lies.
   */
  public SigningKey signingKey(RunFolder run, String robot) {
    if (keys == null) {
      return SigningKey.loadOrCreate(run.keys());
    }
    SigningKey key = SigningKey.load(keys.resolve(End.LEARNER.identity(robot)));
    key.trustIn(run.keys().resolve(SigningKey.TRUSTED_FOLDER));
    return key;
  }

  /** The same for a child process. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--broker", uri));
    if (keys != null) {
      arguments.addAll(List.of("--keys", keys.toAbsolutePath().toString()));
    }
    if (insecure) {
      arguments.add("--insecure");
    }
    return arguments;
  }

  private LinkOptions secured(LinkOptions plain) {
    return SecuredLink.of(plain, keys, Clock.systemUTC());
  }
}
