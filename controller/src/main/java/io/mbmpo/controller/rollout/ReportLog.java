package io.mbmpo.controller.rollout;

import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot's end of the link that also writes down, beside the controller, what became of every
 * snapshot and plan: the learner's word for it is not needed.
 */
public final class ReportLog implements RobotEnd {
  private static final Logger log = LoggerFactory.getLogger(ReportLog.class);
  private static final String[] HEADER = {"time", "run", "version", "digest", "outcome", "reason"};
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private final RobotEnd link;
  private final Path file;

  /**
   * What became of a snapshot or plan.
   *
   * @param digest SHA-256 of the signed message, hex
   */
  public record Entry(long version, String digest, SnapshotReport.Outcome outcome) {}

  public ReportLog(RobotEnd link, Path file) {
    this.link = link;
    this.file = file;
  }

  /**
   * Everything written down so far; nothing if there is no file.
   *
   * @throws IllegalArgumentException when the file cannot be read, naming it
   */
  public static List<Entry> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    CSVFormat withHeader = FORMAT.builder().setHeader(HEADER).setSkipHeaderRecord(true).get();
    try (CSVParser records = CSVParser.parse(file, StandardCharsets.UTF_8, withHeader)) {
      List<Entry> entries = new ArrayList<>();
      for (CSVRecord r : records) {
        entries.add(new Entry(Long.parseLong(r.get("version")), r.get("digest"), outcome(r)));
      }
      return entries;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static SnapshotReport.Outcome outcome(CSVRecord record) {
    String text = record.get("outcome");
    return Stream.of(SnapshotReport.Outcome.values())
        .filter(outcome -> outcome.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "row %d: outcome is \"%s\"; allowed: %s"
                        .formatted(
                            record.getRecordNumber(),
                            text,
                            Stream.of(SnapshotReport.Outcome.values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public synchronized void report(SnapshotReport report) {
    try {
      StringBuilder line = new StringBuilder();
      if (!Files.exists(file)) {
        line.append(String.join(",", HEADER)).append('\n');
      }
      line.append(
              FORMAT.format(
                  Instant.now(),
                  report.runId(),
                  report.version(),
                  HexFormat.of().formatHex(report.digest()),
                  report.outcome(),
                  report.reason()))
          .append('\n');
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, e.toString());
    }
    link.report(report);
  }

  @Override
  public void start(Listener listener) {
    link.start(listener);
  }

  @Override
  public void deliver(Episode episode) {
    link.deliver(episode);
  }

  @Override
  public PolicySnapshot verified(byte[] signed) {
    return link.verified(signed);
  }

  @Override
  public Set<String> knownEpisodes(String runId) {
    return link.knownEpisodes(runId);
  }

  @Override
  public int spooled() {
    return link.spooled();
  }

  @Override
  public void publish(RobotStatus status) {
    link.publish(status);
  }

  /** Leaves the link to its owner. */
  @Override
  public void close() {}
}
