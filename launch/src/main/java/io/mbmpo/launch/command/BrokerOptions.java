package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.launch.run.Place;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a broker is reached that is not on this machine. */
final class BrokerOptions {
  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "Certificates and signing keys, made by ./mbmpo keys (default for ssl:// brokers: keys/ of"
              + " the project; for tcp://: the run's own signing key).")
  private Path keys;

  @Option(
      names = "--insecure",
      description = "Let a tcp:// broker be on another machine, open to all on the network.")
  private boolean insecure;

  /**
   * @param uri as in {@code --broker}; null for none, which gives null
   */
  BrokerAccess access(Place place, String uri) {
    if (uri == null && (keys != null || insecure)) {
      throw LaunchException.usage(
          "--keys and --insecure are for a broker that runs already; name it with --broker");
    }
    if (uri == null) {
      return null;
    }
    Path folder = keys == null && BrokerAccess.isTls(uri) ? place.keys() : keys;
    return new BrokerAccess(uri, folder, insecure);
  }
}
