package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a machine's certificate counts. */
final class CertificateDays {
  @Option(
      names = "--days",
      defaultValue = "365",
      paramLabel = "N",
      description = "How long the certificate counts (default: ${DEFAULT-VALUE}).")
  private int days;

  int days() {
    return days;
  }

  Duration duration() {
    return duration(days);
  }

  /**
   * @throws LaunchException when it is none that is allowed
   */
  static Duration duration(int days) {
    if (days < 1 || days > 36_500) {
      throw LaunchException.usage("--days is " + days + "; allowed: 1 to 36500");
    }
    return Duration.ofDays(days);
  }
}
