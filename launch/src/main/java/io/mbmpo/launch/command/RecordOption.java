package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.launch.exit.LaunchException;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether the robot's ticks are recorded, and how much of them is kept. */
final class RecordOption {
  private static final String OFF = "off";
  private static final long LEAST_MB = 20;
  private static final long MOST_MB = 1_000_000;

  @Option(
      names = "--record",
      defaultValue = "200",
      paramLabel = "MB|off",
      description =
          "Record every tick, keeping the newest MB megabytes in the run folder's recordings/, or"
              + " off (default: ${DEFAULT-VALUE}). ./mbmpo replay reads them.")
  private String record;

  /**
   * Limits of the recording; null when it is off.
   *
   * @throws LaunchException when it is neither a number in bounds nor off
   */
  RecordingLimits limits() {
    if (record.equals(OFF)) {
      return null;
    }
    long megabytes;
    try {
      megabytes = Long.parseLong(record);
    } catch (NumberFormatException e) {
      throw LaunchException.usage("--record is " + record + "; allowed: off, or a number of MB", e);
    }
    if (megabytes < LEAST_MB || megabytes > MOST_MB) {
      throw LaunchException.usage(
          "--record is " + record + "; allowed: off, or " + LEAST_MB + " to " + MOST_MB + " MB");
    }
    return RecordingLimits.DEFAULT.withTotalBytes(megabytes * 1_000_000);
  }

  /** The option as another process is told it. */
  List<String> arguments() {
    return List.of("--record", record);
  }
}
