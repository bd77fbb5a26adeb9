package io.mbmpo.launch.bench;

import io.mbmpo.controller.realtime.Privileges;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.RealTimeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** The measuring stick: {@code cyclictest} of Debian's rt-tests, one thread. */
final class Cyclictest {
  /** Wake-ups later than this are counted together, µs. */
  private static final int LONGEST_MICROS = 200_000;

  private static final Pattern BUCKET = Pattern.compile("^(\\d+)\\s+(\\d+)\\s*$");
  private static final Pattern MAX = Pattern.compile("^# Max Latencies: (\\d+)\\s*$");
  private static final Pattern OVERFLOWS = Pattern.compile("^# Histogram Overflows: (\\d+)\\s*$");
  private static final int DIGITS = 3;
  private static final long NANOS = 1000;
  private static final long PATIENCE_S = 30;

  private Cyclictest() {}

  /** Runs it at this priority, on this processor, with this period. */
  static Histogram run(RealTimeConfig realTime, int rateHz, double seconds)
      throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "cyclictest",
                "--mlockall",
                "--quiet",
                "--threads=1",
                "--policy=fifo",
                "--priority=" + realTime.priority(),
                "--interval=" + 1_000_000 / rateHz,
                "--loops=" + Math.round(seconds * rateHz),
                "--histogram=" + LONGEST_MICROS));
    if (realTime.cpu() >= 0) {
      command.add("--affinity=" + realTime.cpu());
    }
    Process process = start(command);
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw LaunchException.environment(
            "'"
                + String.join(" ", command)
                + "' failed: "
                + firstLine(printed)
                + ". If it may not have its priority: "
                + Privileges.REMEDY);
      }
      return parse(printed);
    } catch (IOException e) {
      throw LaunchException.environment("cannot read from cyclictest: " + e.getMessage(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw LaunchException.environment("cannot start cyclictest: " + e.getMessage(), e);
    }
  }

  /**
   * Reads its histogram, in ns.
   *
   * @throws LaunchException when there is none
   */
  static Histogram parse(String printed) {
    Histogram nanos = new Histogram(DIGITS);
    long max = -1;
    long later = 0;
    for (String line : printed.lines().toList()) {
      Matcher bucket = BUCKET.matcher(line);
      Matcher most = MAX.matcher(line);
      Matcher over = OVERFLOWS.matcher(line);
      if (bucket.matches()) {
        long count = Long.parseLong(bucket.group(2));
        if (count > 0) { // else an empty bucket would be the greatest value
          nanos.recordValueWithCount(NANOS * Long.parseLong(bucket.group(1)), count);
        }
      } else if (most.matches()) {
        max = NANOS * Long.parseLong(most.group(1));
      } else if (over.matches()) {
        later = Long.parseLong(over.group(1));
      }
    }
    if (later > 0 && max >= 0) { // than the histogram is wide
      nanos.recordValueWithCount(max, later);
    }
    if (nanos.getTotalCount() == 0 || max < 0) {
      throw LaunchException.environment(
          "cyclictest printed no histogram, but: " + firstLine(printed));
    }
    return nanos;
  }

  private static String firstLine(String printed) {
    return printed.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
  }
}
