package io.mbmpo.launch.command;

import io.mbmpo.launch.bench.ControllerBench;
import io.mbmpo.launch.bench.EstimatorBench;
import io.mbmpo.launch.bench.LearnerSpeed;
import io.mbmpo.launch.bench.LinkBench;
import io.mbmpo.launch.bench.SimulatorBench;
import io.mbmpo.launch.bench.TaskSpeed;
import io.mbmpo.launch.bench.WireBench;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.setup.SystemShell;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import io.mbmpo.sim.benchmark.BenchmarkTasks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
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
    description = "Measure how fast the parts run on this machine, and how exactly they estimate.",
    footer = {
      "",
      "Examples:",
      "  ./mbmpo bench controller --load",
      "  ./mbmpo bench controller --rate 1000 --seconds 10 --runs 1",
      "  ./mbmpo bench simulator --robot anymal_c",
      "  ./mbmpo bench tasks",
      "  ./mbmpo bench learner --quick",
      "  ./mbmpo bench wire",
      "  ./mbmpo bench estimator"
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
        "Prints the median of three runs, by turns. Processor time leaves out what other programs take away."
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
    new SimulatorBench(robot.config(place), RUNS, seconds, spec.commandLine().getOut()).run();
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
        "How late the control thread's ticks come, beside cyclictest at the same priority and period.",
        "The real tick with a 2x32 policy and all safety; on an idle machine, under load, and with a",
        "busy collector. Says which bars are met. Run it on a machine that does nothing else; with",
        "its defaults it takes 10 minutes, with --load 20."
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
        "From publishing a policy until the robot has it staged, signature, checks and all, and until",
        "the learner knows; beside a plain MQTT message of the same size, by turns over one broker.",
        "On Mosquitto where it is installed, as ./mbmpo keys sets it up and as it is by default, else",
        "on the embedded broker."
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

  @Command(
      name = "learner",
      mixinStandardHelpOptions = true,
      description = {
        "The learner's parts, beside the peak of plain matrix products in the same process, and a",
        "whole iteration at a tenth of the paper's size and at all of it (12 million imagined",
        "transitions): about six minutes on two cores. Medians; half_cheetah's sizes, no MuJoCo.",
        "Of peak: matrix products only, everything else counts as loss."
      })
  int learner(
      @Option(
              names = "--quick",
              description = "Leave out the iteration at the paper's size: about a minute.")
          boolean quick,
      @Option(
              names = "--runs",
              defaultValue = "3",
              paramLabel = "N",
              description = "Runs of each part (default: ${DEFAULT-VALUE}).")
          int runs) {
    if (!(runs >= 1 && runs <= 100)) {
      throw LaunchException.usage("--runs is " + runs + "; allowed: 1 to 100");
    }
    PrintWriter out = spec.commandLine().getOut();
    Task task = BenchmarkTasks.halfCheetah();
    Consumer<String> lines =
        line -> {
          out.println(line);
          out.flush();
        };
    Compute compute = Compute.all(Device.fromSystem());
    LearnerSettings paper = LearnerProfiles.load("paper", Map.of());
    LearnerSettings tenth = LearnerProfiles.load("paper", Map.of("meta.rollouts", "5"));
    lines.accept(
        String.format(
            Locale.ROOT,
            "5 models of 2×512, 20 tasks × 50 episodes × 200 steps; %d threads, %s, JDK %s",
            compute.threads(),
            compute.device(),
            Runtime.version()));
    try (Workers workers = compute.workers()) {
      lines.accept(LearnerSpeed.heading());
      new LearnerSpeed(task, paper, workers, runs, lines).parts();
      new LearnerSpeed(task, tenth, workers, runs, lines).iteration("iteration, a tenth", 2_000);
      if (!quick) {
        new LearnerSpeed(task, paper, workers, runs, lines).iteration("iteration, whole", 20_000);
      }
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "wire",
      mixinStandardHelpOptions = true,
      description = {
        "DDS round trip of a joint state to an echo on Cyclone DDS, beside Cyclone to Cyclone.",
        "By turns, three each; prints medians and the ratio. Needs cyclonedds-dev, cyclonedds-tools"
            + " and gcc. Loopback only.",
        "Where a ROS 2 workspace with the node on rcljava is sourced, that is measured, too."
      })
  int wire(
      @Mixin RobotOption robot,
      @Option(
              names = "--seconds",
              defaultValue = "10",
              paramLabel = "S",
              description = "Length of a turn, s (default: ${DEFAULT-VALUE}).")
          double seconds,
      @Option(
              names = "--rate",
              defaultValue = "500",
              paramLabel = "HZ",
              description = "Messages a second (default: ${DEFAULT-VALUE}).")
          int hz,
      @Option(
              names = "--domain",
              defaultValue = "91",
              paramLabel = "ID",
              description = "ROS domain to measure in (default: ${DEFAULT-VALUE}).")
          int domain,
      @Option(
              names = "--soak",
              defaultValue = "0",
              paramLabel = "TURNS",
              description =
                  "Instead: so many turns to Cyclone alone without a pause, each with memory.")
          int soak) {
    if (!(seconds >= 0.1 && seconds <= 3600) || hz < 1 || hz > 2000) {
      throw LaunchException.usage("--seconds must be 0.1 to 3600, --rate 1 to 2000");
    }
    int joints = robot.config(place).jointCount();
    WireBench bench =
        new WireBench(
            place.root(),
            Ros2Options.checked(domain, "--domain"),
            hz,
            seconds,
            joints,
            spec.commandLine().getOut());
    if (soak > 0) {
      bench.soak(soak);
    } else {
      bench.run(RUNS);
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "estimator",
      mixinStandardHelpOptions = true,
      description = {
        "Odometry estimated from IMU and legs, beside the simulator's truth, while the pretrained"
            + " policy walks on it.",
        "With exact and noisy sensors, slipping, pushed, falling; see docs/estimation.md. The same"
            + " figures every time."
      })
  int estimator(
      @Mixin RobotOption robot,
      @Option(
              names = "--episodes",
              defaultValue = "5",
              paramLabel = "N",
              description = "Episodes a line (default: ${DEFAULT-VALUE}).")
          int episodes,
      @Option(
              names = "--seconds",
              defaultValue = "60",
              paramLabel = "S",
              description = "Longest episode, s (default: ${DEFAULT-VALUE}).")
          double seconds) {
    if (!(seconds >= 1 && seconds <= 160) || !(episodes >= 1 && episodes <= 1000)) {
      throw LaunchException.usage("--episodes must be 1 to 1000, --seconds 1 to 160");
    }
    RobotConfig config = robot.config(place);
    Task task = new WalkTask(config);
    Path pretrained = robot.folder(place).resolve("pretrained").resolve("policy.snapshot");
    SignedPolicy policy = SignedPolicy.load(pretrained, null, config, task);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s, %d episodes of %.0f s a line%n", robot.name(), episodes, seconds);
    out.println(EstimatorBench.heading());
    new EstimatorBench(config, task, policy, episodes, seconds)
        .run(
            line -> {
              out.println(line);
              out.flush();
            });
    return ExitCodes.OK;
  }

  private static SpeedReport median(Supplier<SpeedReport> measurement) {
    return Stream.generate(measurement)
        .limit(RUNS)
        .sorted(Comparator.comparingDouble(SpeedReport::cpuMicrosPerStep))
        .skip(RUNS / 2)
        .findFirst()
        .orElseThrow();
  }
}
