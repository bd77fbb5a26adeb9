package io.mbmpo.launch;

import io.mbmpo.controller.realtime.Linux;
import io.mbmpo.launch.command.BenchCommand;
import io.mbmpo.launch.command.BrokerCommand;
import io.mbmpo.launch.command.CheckCommand;
import io.mbmpo.launch.command.DemoCommand;
import io.mbmpo.launch.command.DoctorCommand;
import io.mbmpo.launch.command.EvaluateCommand;
import io.mbmpo.launch.command.ExperimentCommand;
import io.mbmpo.launch.command.FailsafeCommand;
import io.mbmpo.launch.command.FinetuneCommand;
import io.mbmpo.launch.command.GazeboCommand;
import io.mbmpo.launch.command.IdentifyCommand;
import io.mbmpo.launch.command.KeysCommand;
import io.mbmpo.launch.command.LearnCommand;
import io.mbmpo.launch.command.OperatorCommand;
import io.mbmpo.launch.command.PlotCommand;
import io.mbmpo.launch.command.ReplayCommand;
import io.mbmpo.launch.command.RobotCommand;
import io.mbmpo.launch.command.RobotsCommand;
import io.mbmpo.launch.command.RunsCommand;
import io.mbmpo.launch.command.SetupCommand;
import io.mbmpo.launch.command.SimCommand;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.experiment.BenchmarkEnvironments;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.setup.SystemShell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code mbmpo} command line; started by the script of that name. */
@Command(
    name = "mbmpo",
    mixinStandardHelpOptions = true,
    header = {
      "A four-legged robot learns to walk from its own experience: it models its dynamics with",
      "an ensemble of neural networks and meta-learns its policy in imagination (MB-MPO)."
    },
    synopsisHeading = "%n",
    customSynopsis = "Usage: ./mbmpo COMMAND [OPTIONS]      (./mbmpo COMMAND --help tells more)",
    description = {
      "",
      "Try first:",
      "  ./mbmpo demo     a simulated robot learns to walk while you watch (minutes)",
      "  ./mbmpo test     build and check everything",
      "",
      "In an emergency:",
      "  ./mbmpo estop    every robot of this folder goes limp, also with every network down"
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./mbmpo demo --quick            a few iterations, to see all parts work together",
      "  ./mbmpo demo --resume RUN       go on with a run that was stopped",
      "  ./mbmpo runs                    what was run so far",
      "",
      "Exit status: 0 done; 1 the run failed; 2 wrong arguments or configuration;",
      "             3 broker, disk, port or JDK; 130 stopped by Ctrl-C."
    })
public final class Mbmpo implements Runnable {
  @Spec private CommandSpec spec;

  Mbmpo() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Place.fromSystem(), out, err, arguments));
  }

  /** Runs one command and returns its exit status; nothing is thrown. */
  static int run(Place place, PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(place).setOut(out).setErr(err).execute(arguments);
  }

  static CommandLine commandLine(Place place) {
    CommandLine line =
        new CommandLine(new Mbmpo())
            .addSubcommand(new DemoCommand(place))
            .addSubcommand(new FinetuneCommand(place))
            .addSubcommand(new EvaluateCommand(place))
            .addSubcommand(new RobotCommand(place))
            .addSubcommand(new SimCommand(place))
            .addSubcommand(new OperatorCommand(place))
            .addSubcommand(GazeboCommand.of(place, new SystemShell()))
            .addSubcommand(new LearnCommand(place))
            .addSubcommand(new RobotsCommand(place))
            .addSubcommand(new RunsCommand(place))
            .addSubcommand(new PlotCommand(place))
            .addSubcommand(new CheckCommand(place))
            .addSubcommand(new DoctorCommand(place, new Linux(), Clock.systemUTC()))
            .addSubcommand(new ReplayCommand(place))
            .addSubcommand(new IdentifyCommand(place, InstantSource.system()))
            .addSubcommand(new FailsafeCommand(place))
            .addSubcommand(new BrokerCommand())
            .addSubcommand(new KeysCommand(place, Clock.systemUTC()))
            .addSubcommand(new BenchCommand(place))
            .addSubcommand(new SetupCommand(new SystemShell()))
            .addSubcommand(ExperimentCommand.of(place, new BenchmarkEnvironments()));
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    line.getCommandSpec().versionProvider(version(place));
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> CommandGroups.list(line));
    line.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((wrong, arguments) -> explain(wrong));
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> ExitCodes.report(thrown, command.getErr()));
    return line;
  }

  /** Without a command: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int explain(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("mbmpo: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    String name = command.getCommandSpec().qualifiedName();
    err.println("See: ./" + name + " --help");
    err.flush();
    return ExitCodes.USAGE;
  }

  private static IVersionProvider version(Place place) {
    return () ->
        new String[] {
          "mbmpo " + Revision.of(place.root()),
          "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
  }
}
