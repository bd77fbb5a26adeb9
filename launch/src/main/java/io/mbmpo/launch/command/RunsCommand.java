package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo runs}. */
@Command(name = "runs", description = "List the runs, how far they are, and how to resume them.")
public final class RunsCommand implements Callable<Integer> {
  private final Place place;

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "Folder of the runs (default: runs/ of the project).")
  private Path runs;

  @Spec private CommandSpec spec;

  public RunsCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = runs == null ? place.runs() : runs;
    List<Path> all = RunFolder.list(folder);
    if (all.isEmpty()) {
      out.println("no runs in " + place.typed(folder) + "; ./mbmpo demo makes one");
    }
    boolean broken = false;
    for (Path path : all) {
      try {
        out.println(line(RunFolder.open(path)));
      } catch (LaunchException e) {
        broken = true;
        spec.commandLine().getErr().println("mbmpo: " + e.getMessage());
      }
    }
    out.flush();
    return broken ? ExitCodes.USAGE : ExitCodes.OK;
  }

  private String line(RunFolder run) {
    List<IterationRow> rows =
        Files.exists(run.metrics()) ? MetricsCsv.read(run.metrics()) : List.of();
    String reached = "no iteration finished";
    if (!rows.isEmpty()) {
      IterationRow last = rows.get(rows.size() - 1);
      reached =
          String.format(
              Locale.ROOT,
              "%d iterations, %.1f min robot time, %.2f m/s",
              rows.size(),
              last.robotMinutes(),
              last.forwardSpeedMS());
    }
    RunFolder.State state = run.state();
    String then =
        state == RunFolder.State.STOPPED
            ? "\n    go on: ./mbmpo demo --resume " + place.typed(run.path())
            : "";
    return String.format(
        "%-9s %s   %s%s", state.name().toLowerCase(Locale.ROOT), run.name(), reached, then);
  }
}
