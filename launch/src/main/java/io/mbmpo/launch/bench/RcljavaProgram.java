package io.mbmpo.launch.bench;

import io.mbmpo.launch.exit.LaunchException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The node's round trip by rcljava, {@code RoundTrip}, where a workspace with it is sourced. */
final class RcljavaProgram {
  /** The echo is asked for by its port: the loopback has no multicast by itself. */
  private static final String LOOPBACK =
      "<CycloneDDS><Domain Id=\"any\"><General><AllowMulticast>false</AllowMulticast></General>"
          + "<Discovery><ParticipantIndex>auto</ParticipantIndex>"
          + "<Peers><Peer Address=\"127.0.0.1\"/></Peers></Discovery></Domain></CycloneDDS>";

  private final Path program;

  private RcljavaProgram(Path program) {
    this.program = program;
  }

  /**
   * Finds it.
   *
   * @param prefixes those of the sourced workspace, {@code AMENT_PREFIX_PATH}; may be null
   */
  static Optional<RcljavaProgram> sourced(String prefixes) {
    return Arrays.stream((prefixes == null ? "" : prefixes).split(File.pathSeparator))
        .map(prefix -> Path.of(prefix, "lib", "mbmpo_controller", "round_trip"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(RcljavaProgram::new);
  }

  /**
   * Round trip times to an echo, µs.
   *
   * @throws LaunchException when it does not end in time or with an error
   */
  double[] ping(int domain, int hz, int count, int joints) throws IOException {
    List<String> command =
        List.of(
            program.toString(),
            Integer.toString(hz),
            Integer.toString(count),
            Integer.toString(joints));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CYCLONEDDS_URI", LOOPBACK);
    builder.environment().put("ROS_LOCALHOST_ONLY", "1");
    builder.environment().put("ROS_DOMAIN_ID", Integer.toString(domain));
    try {
      return CycloneProgram.micros(builder.start(), "the ping by rcljava");
    } catch (IOException e) {
      throw LaunchException.environment("cannot start " + program + ": " + e.getMessage(), e);
    }
  }
}
