package io.mbmpo.launch.command;

import io.mbmpo.launch.experiment.ChildTrial;
import io.mbmpo.launch.experiment.Environments;
import io.mbmpo.launch.experiment.Experiment;
import io.mbmpo.launch.experiment.Experiments;
import io.mbmpo.launch.experiment.RunningTrial;
import io.mbmpo.launch.run.Place;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mbmpo experiment}: a subcommand for every experiment. */
@Command(
    name = "experiment",
    synopsisSubcommandLabel = "EXPERIMENT",
    description = {
      "Repeat the paper's experiments on its benchmark tasks: curves, plots, CSV.",
      "",
      "An experiment is a set of trials: task, method, settings and seed. Each trial has a folder of"
          + " its own, runs/experiments/EXPERIMENT/TRIAL/, with trial.yaml (all settings), curve.csv"
          + " (a row an iteration), its episodes and checkpoints. Beside them lie summary.csv and the"
          + " figures.",
      "",
      "Stop with Ctrl-C and give the same command to go on; finished trials are not run again. A"
          + " higher --iterations or --real-steps makes finished trials go further. --plot-only draws"
          + " the figures anew, also while trials run.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./mbmpo experiment curves --tasks half_cheetah --seeds 1,2,3",
      "  ./mbmpo experiment curves --methods trpo,ppo --iterations 400 --jobs 2",
      "  ./mbmpo experiment curves --plot-only",
      "",
      "An iteration at the paper's size (12 million imagined steps) takes minutes on one core, a"
          + " whole curve hours; the screen tells how long is left after the first iteration."
    })
public final class ExperimentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private ExperimentCommand() {}

  /** The command with all its subcommands; trials are processes. */
  public static CommandLine of(Place place, Environments environments) {
    return of(place, environments, threads -> ChildTrial.starter(place, threads));
  }

  static CommandLine of(
      Place place, Environments environments, IntFunction<RunningTrial.Starter> starters) {
    CommandLine line = new CommandLine(new ExperimentCommand());
    for (Experiment experiment : Experiments.all()) {
      line.addSubcommand(FigureCommand.of(place, environments, starters, experiment));
    }
    line.addSubcommand(new TrialCommand(environments));
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  /** Without an experiment: the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
