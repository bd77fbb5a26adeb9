package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.launch.bench.ControllerBench;
import io.mbmpo.launch.bench.LinkBench;
import io.mbmpo.launch.bench.LockstepSpeed;
import io.mbmpo.launch.bench.TaskSpeed;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.setup.SystemShell;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.SimulatorSpeed;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import io.mbmpo.sim.benchmark.BenchmarkTasks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo bench}. */
@Command(
    name = "bench",
    description = "Measure how fast the parts run on this machine.",
    footer = {
      "",
      "Examples:",
      "  ./mbmpo bench controller --load        (30 minutes with its defaults)",
      "  ./mbmpo bench controller --rate 1000 --seconds 10 --runs 1",
      "  ./mbmpo bench simulator --robot anymal_c",
      "  ./mbmpo bench tasks"
    })
public final class BenchCommand implements Runnable {
  private static final int RUNS = 3;

  private final Place place;
  @Spec private CommandSpec spec;

  public BenchCommand(Place place) {
    this.place = place;
  }

  /** Without a part to measure: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "simulator",
      mixinStandardHelpOptions = true,
      description = {
        "The embedded simulator alone, in lockstep with the controller on random actions, and"
            + " recorded.",
        "Prints the median of three runs. Processor time leaves out what other programs take away."
      })
  int simulator(
      @Mixin RobotOption robot,
      @Option(
              names = "--seconds",
              defaultValue = "60",
              paramLabel = "S",
              description = "Simulated time of a run, s (default: ${DEFAULT-VALUE}).")
          double seconds) {
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw LaunchException.usage("--seconds is " + seconds + "; allowed: 1 to 3600");
    }
    RobotConfig config = robot.config(place);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s, %d Hz, median of %d runs of %.0f s simulated, one thread, JDK %s%n",
        robot.name(),
        config.control().tickRateHz(),
        RUNS,
        seconds,
        Runtime.version());
    out.println(line("simulator alone", median(() -> SimulatorSpeed.measure(config, seconds))));
    out.println(line("with the controller", median(() -> LockstepSpeed.measure(config, seconds))));
    out.println(line("and the recorder", median(() -> recorded(config, seconds))));
    out.flush();
    return ExitCodes.OK;
  }

  @Command(
      name = "tasks",
      mixinStandardHelpOptions = true,
      description = {
        "The benchmark tasks: actions a second, on random actions, with resets.",
        "Prints the median of three runs. Processor time leaves out what other programs take away."
      })
  int tasks(
      @Option(
              names = "--seconds",
              defaultValue = "2",
              paramLabel = "S",
              description = "Wall time of a run, s (default: ${DEFAULT-VALUE}).")
          double seconds) {
    if (!(seconds >= 0.1 && seconds <= 600)) {
      throw LaunchException.usage("--seconds is " + seconds + "; allowed: 0.1 to 600");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "median of %d runs of %.1f s, one thread, JDK %s%n",
        RUNS,
        seconds,
        Runtime.version());
    for (String task : BenchmarkTasks.names()) {
      SpeedReport report = median(() -> TaskSpeed.measure(task, seconds));
      out.printf(
          Locale.ROOT,
          "  %-12s %,11.0f actions/s, %7.0f x real time; by processor time %,11.0f actions/s%n",
          task,
          1e6 / report.microsPerStep(),
          report.timesRealTime(),
          1e6 / report.cpuMicrosPerStep());
      out.flush();
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "controller",
      mixinStandardHelpOptions = true,
      description = {
        "How late the control thread's ticks come, beside cyclictest at the same priority and"
            + " period.",
        "The real tick with a 2x32 policy and all safety; on an idle machine, under load, and with"
            + " a",
        "busy collector. Says which bars are met. Run it on a machine that does nothing else."
      })
  int controller(
      @Mixin RobotOption robot,
      @Option(
              names = "--rate",
              defaultValue = "500",
              paramLabel = "HZ",
              description = "Ticks a second (default: ${DEFAULT-VALUE}).")
          int rate,
      @Option(
              names = "--seconds",
              defaultValue = "60",
              paramLabel = "S",
              description = "Length of a run, s (default: ${DEFAULT-VALUE}).")
          double seconds,
      @Option(
              names = "--runs",
              defaultValue = "3",
              paramLabel = "N",
              description = "Runs of each, in turns (default: ${DEFAULT-VALUE}).")
          int runs,
      @Option(names = "--load", description = "Also with stress-ng on every processor.")
          boolean load)
      throws InterruptedException {
    RobotConfig config = robot.config(place);
    int policyRate = config.control().policyRateHz();
    if (rate < 50 || rate > 2000 || rate % policyRate != 0 || 1_000_000 % rate != 0) {
      throw LaunchException.usage(
          "--rate is %d; allowed: Hz from 50 to 2000 that the policy rate %d divides, with a period of whole µs"
              .formatted(rate, policyRate));
    }
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw LaunchException.usage("--seconds is " + seconds + "; allowed: 1 to 3600");
    }
    if (runs < 1 || runs > 100) {
      throw LaunchException.usage("--runs is " + runs + "; allowed: 1 to 100");
    }
    new ControllerBench(config, rate, runs, seconds, spec.commandLine().getOut())
        .run(new SystemShell(), load);
    return ExitCodes.OK;
  }

  @Command(
      name = "link",
      mixinStandardHelpOptions = true,
      description = {
        "From publishing a policy until the robot has it staged, signature, checks and all, and"
            + " until",
        "the learner knows; beside a plain MQTT message of the same size, by turns over one"
            + " broker.",
        "On Mosquitto where it is installed, else on the embedded broker."
      })
  int link(
      @Mixin RobotOption robot,
      @Option(
              names = "--broker",
              paramLabel = "URI",
              description = "A broker that runs already, e.g. tcp://127.0.0.1:1883.")
          String broker,
      @Option(
              names = "--count",
              defaultValue = "1000",
              paramLabel = "N",
              description = "Messages of each kind (default: ${DEFAULT-VALUE}).")
          int count)
      throws InterruptedException {
    if (count < 10 || count > 30_000) {
      throw LaunchException.usage("--count is " + count + "; allowed: 10 to 30000");
    }
    new LinkBench(robot.config(place), count, spec.commandLine().getOut()).run(broker);
    return ExitCodes.OK;
  }

  private static SpeedReport recorded(RobotConfig config, double seconds) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("mbmpo-bench");
      return LockstepSpeed.measureRecorded(config, seconds, folder);
    } catch (IOException e) {
      throw LaunchException.environment("cannot record to " + folder + ": " + e.getMessage(), e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try {
      for (Path file : RecordingFolder.list(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw LaunchException.environment("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }

  private static SpeedReport median(Supplier<SpeedReport> measurement) {
    return Stream.generate(measurement)
        .limit(RUNS)
        .sorted(Comparator.comparingDouble(SpeedReport::cpuMicrosPerStep))
        .skip(RUNS / 2)
        .findFirst()
        .orElseThrow();
  }

  private static String line(String what, SpeedReport report) {
    return String.format(
        Locale.ROOT,
        "  %-20s %5.1f x real time, %5.1f µs a step; by processor time %5.1f x, %5.1f µs",
        what,
        report.timesRealTime(),
        report.microsPerStep(),
        report.timesRealTimeOnOneCore(),
        report.cpuMicrosPerStep());
  }
}
