package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.experiment.Environments;
import io.mbmpo.launch.experiment.Experiment;
import io.mbmpo.launch.experiment.RunningTrial;
import io.mbmpo.launch.experiment.ScheduleState;
import io.mbmpo.launch.experiment.TrialFolder;
import io.mbmpo.launch.experiment.TrialPlan;
import io.mbmpo.launch.experiment.TrialSchedule;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.screen.Dashboard;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mbmpo experiment NAME}: runs an experiment's trials and draws its figure. */
@Command(sortOptions = false)
final class FigureCommand implements Callable<Integer> {
  private static final long NEEDED_BYTES = 500L << 20;

  private final Place place;
  private final Environments environments;
  private final IntFunction<RunningTrial.Starter> starters;
  private final Experiment experiment;
  @Mixin private ExperimentOptions options;
  @Spec private CommandSpec spec;

  private FigureCommand(
      Place place,
      Environments environments,
      IntFunction<RunningTrial.Starter> starters,
      Experiment experiment) {
    this.place = place;
    this.environments = environments;
    this.starters = starters;
    this.experiment = experiment;
  }

  /**
   * The command of an experiment.
   *
   * @param starters start trials with so many worker threads each
   */
  static CommandLine of(
      Place place,
      Environments environments,
      IntFunction<RunningTrial.Starter> starters,
      Experiment experiment) {
    CommandLine line =
        new CommandLine(new FigureCommand(place, environments, starters, experiment));
    CommandSpec spec = line.getCommandSpec();
    spec.addMixin("experiment", CommandSpec.forAnnotatedObjectLenient(experiment));
    spec.name(experiment.name());
    // picocli reads descriptions as format strings
    spec.usageMessage()
        .description(
            experiment.description().stream()
                .map(text -> text.replace("%", "%%"))
                .toArray(String[]::new));
    return line;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = options.folder(place, experiment.name());
    if (options.plotOnly()) {
      report(folder);
      return ExitCodes.OK;
    }
    List<TrialPlan> plans =
        experiment.trials(options.request(experiment.defaults(), environments.names()));
    requireTasks(plans);
    makeFolder(folder);
    RunFolder.requireFreeSpace(folder, NEEDED_BYTES, "--folder");
    LogFile.use(folder.resolve("experiment.log"));
    List<TrialFolder> trials = prepare(folder, plans);
    int jobs = options.jobs(trials.size());
    TrialSchedule schedule = new TrialSchedule(trials, starters.apply(options.threads(jobs)), jobs);
    ScheduleState begin = schedule.begin(experiment.name() + " · " + place.typed(folder));
    PrintWriter out = spec.commandLine().getOut();
    int status;
    try (Dashboard<ScheduleState> screen = Dashboard.open(begin, System::nanoTime, out)) {
      status = schedule.run(screen, () -> System.err.println(resumeHint()));
    }
    if (status != ExitCodes.INTERRUPTED) {
      report(folder);
    }
    return status;
  }

  /** Opens every task once: what is missing is said before anything is made. */
  private void requireTasks(List<TrialPlan> plans) {
    plans.stream().map(TrialPlan::task).distinct().forEach(task -> environments.open(task).close());
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw LaunchException.environment("cannot make " + folder + ": " + e, e);
    }
  }

  private List<TrialFolder> prepare(Path folder, List<TrialPlan> plans) {
    Set<String> names = new LinkedHashSet<>();
    Instant now = Instant.now();
    String revision = Revision.of(place.root());
    List<String> typed = typed();
    return plans.stream()
        .filter(plan -> names.add(plan.trial()))
        .map(
            plan ->
                TrialFolder.prepare(
                    folder, TrialFolder.describe(experiment.name(), plan, now, revision, typed)))
        .toList();
  }

  private void report(Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    List<TrialFolder> begun =
        TrialFolder.list(folder, this::leaveOut).stream()
            .filter(trial -> !trial.rows().isEmpty())
            .toList();
    if (begun.isEmpty()) {
      throw LaunchException.usage(
          "no trial in " + place.typed(folder) + " has finished an iteration yet");
    }
    experiment.report(begun, folder, environments, out);
    out.println("see " + place.typed(folder));
    out.flush();
  }

  private void leaveOut(LaunchException refused) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("mbmpo: left out of the figures: " + refused.getMessage());
    err.flush();
  }

  private List<String> typed() {
    CommandSpec top = spec;
    while (top.parent() != null) {
      top = top.parent();
    }
    return top.commandLine().getParseResult().originalArgs();
  }

  private String resumeHint() {
    return "stopped; go on with the same command: ./mbmpo " + String.join(" ", typed());
  }
}
