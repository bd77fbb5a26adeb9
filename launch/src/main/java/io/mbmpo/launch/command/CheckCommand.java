package io.mbmpo.launch.command;

import io.mbmpo.launch.demo.RunCheck;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mbmpo check}. */
@Command(
    name = "check",
    description = {
      "Check from a run's folder that the loop was closed.",
      "Verifies the signature of every policy, that the controller activated it by its own record,"
          + " and that a real episode came back from it. Ends with status 1 if not."
    })
public final class CheckCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Run folder (./mbmpo runs lists them).")
  private Path folder;

  public CheckCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    RunFolder run = RunFolder.open(folder);
    RunCheck.Result result = new RunCheck(run).check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(place.typed(run.path()) + ": " + result.sentence());
    result.problems().forEach(problem -> out.println("  " + problem));
    out.flush();
    return result.closed() > 0 && result.problems().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED_RUN;
  }
}
