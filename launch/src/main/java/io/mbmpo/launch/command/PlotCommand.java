package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.LearningCurve;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mbmpo plot}. */
@Command(
    name = "plot",
    description = "Draw the learning curve of a run from its metrics.csv.",
    footer = {"", "Example: ./mbmpo plot runs/go1-s1-20260101-120000"})
public final class PlotCommand implements Callable<Integer> {
  private final Place place;

  @Parameters(paramLabel = "RUN", description = "Run folder; ./mbmpo runs lists them.")
  private Path run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "PNG file (default: curve.png in the run folder).")
  private Path output;

  @Spec private CommandSpec spec;

  public PlotCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.open(run);
    Path file = output == null ? folder.curve() : output;
    LearningCurve.draw(
        LearningCurve.title(folder.description()), MetricsCsv.read(folder.metrics()), file);
    spec.commandLine().getOut().println(place.typed(file));
    return ExitCodes.OK;
  }
}
