package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingHead;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.replay.Replay;
import io.mbmpo.controller.replay.ReplayReport;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mbmpo replay}. */
@Command(
    name = "replay",
    description = {
      "Run recordings through the controller again and compare what it does.",
      "A new controller gets the recorded sensor and operator messages at the recorded times, the"
          + " same rollouts, policies and seeds. Commands, modes, failsafes, observations and"
          + " actions should be the recorded ones bit for bit; the first that is not is named. Ends"
          + " with status 1 if one is not."
    },
    footer = {
      "",
      "Examples:",
      "  ./mbmpo replay runs/go1-s1-20261124-101500             all recordings of a run",
      "  ./mbmpo replay 0003-go1-20261124-101512.mcap           one"
    })
public final class ReplayCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RecordingFiles recordings;

  public ReplayCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    int worst = ExitCodes.OK;
    long compared = 0;
    for (Path file : recordings.files(place)) {
      try {
        ReplayReport report = replay(file);
        compared += report.compared();
        worst = Math.max(worst, report.different() == 0 ? ExitCodes.OK : ExitCodes.FAILED_RUN);
      } catch (IOException | RuntimeException e) {
        worst = Math.max(worst, ExitCodes.report(e, spec.commandLine().getErr()));
      }
    }
    return worst == ExitCodes.OK && compared == 0 ? ExitCodes.FAILED_RUN : worst;
  }

  private ReplayReport replay(Path file) throws IOException {
    RecordingReader recording = new RecordingReader(file);
    RecordingHead head = recording.head();
    RobotConfig config = RobotOption.config(place, head.robot());
    ReplayReport report;
    try {
      report = new Replay(recording, config, new WalkTask(config)).run();
    } catch (RecordingException e) {
      throw LaunchException.usage(place.typed(file) + ": " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %s, run %s, %,d ticks (%.1f s), %d rollouts%n",
        place.typed(file),
        head.robot(),
        head.run(),
        report.ticks(),
        (double) report.ticks() / head.tickRateHz(),
        report.rollouts());
    remarks(report).forEach(line -> out.println("  " + line));
    out.println("  " + verdict(report));
    if (report.first() != null) {
      origin(head).forEach(line -> out.println("  " + line));
    }
    out.flush();
    return report;
  }

  private static List<String> remarks(ReplayReport report) {
    List<String> lines = new ArrayList<>();
    if (!report.closed()) {
      lines.add("not closed in order (killed, or the disk was full): read to its last whole chunk");
    }
    if (report.lost() > 0) {
      lines.add(report.lost() + " ticks are missing: the disk did not keep up");
    }
    if (report.skipped() > 0) {
      lines.add(
          report.skipped()
              + " ticks not compared: what came before them is not in the file"
              + " (a replay begins where the robot lies idle)");
    }
    return lines;
  }

  private static String verdict(ReplayReport report) {
    if (report.compared() == 0) {
      return "nothing could be compared";
    }
    ReplayReport.Difference first = report.first();
    if (first == null) {
      return String.format(
          Locale.ROOT, "the same bit for bit in all %,d ticks compared", report.compared());
    }
    return String.format(
        Locale.ROOT,
        "DIFFERENT in %,d of %,d ticks; first in tick %d (%.3f s): %s was %s, is now %s",
        report.different(),
        report.compared(),
        first.tick(),
        first.seconds(),
        first.field(),
        first.recorded(),
        first.replayed());
  }

  /** What may explain a difference. */
  private List<String> origin(RecordingHead head) {
    String revision = Revision.of(place.root());
    String jdk = Runtime.version().toString();
    List<String> lines = new ArrayList<>();
    if (!head.revision().equals(revision)) {
      lines.add("recorded by revision " + head.revision() + ", this is " + revision);
    }
    if (!head.jdk().equals(jdk)) {
      lines.add(
          "recorded on JDK "
              + head.jdk()
              + ", this is "
              + jdk
              + ": their tanh and cos may differ in the last bit");
    }
    return lines;
  }
}
