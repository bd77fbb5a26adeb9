package io.mbmpo.launch.command;

import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.StandTrial;
import io.mbmpo.launch.evaluate.Standing;
import io.mbmpo.launch.evaluate.Trial;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.view.GifRecorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo evaluate}. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Run a policy in the simulator and measure it.",
      "Speed, return, drift and falls by the simulator's truth, with their spread over episodes;"
          + " with --estimate beside those with odometry."
    },
    footer = {
      "",
      "Before and after learning, as films:",
      "  ./mbmpo evaluate --untrained --render before.gif",
      "  ./mbmpo evaluate --render after.gif"
    })
public final class EvaluateCommand implements Callable<Integer> {
  /** Length of an evaluation episode, s. */
  static final double SECONDS = 20;

  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Signed policy snapshot (default: the robot's pretrained one).")
  private Path policy;

  @Option(
      names = "--trusted",
      paramLabel = "FOLDER",
      description = "Public keys to trust (default: trusted/ or keys/trusted/ beside the policy).")
  private Path trusted;

  @Option(
      names = "--episodes",
      defaultValue = "5",
      paramLabel = "N",
      description = "Episodes (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "S",
      description = "Longest episode, s (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--untrained",
      description = "No policy: random actions, as every run begins with.")
  private boolean untrained;

  @Option(
      names = "--stand",
      description =
          "No policy: stands up, stands, and says how; for a robot that has learned nothing yet.")
  private boolean stand;

  @Option(
      names = "--render",
      arity = "0..1",
      fallbackValue = "walk.gif",
      paramLabel = "FILE",
      description = "Film the first episode as an animated GIF (${FALLBACK-VALUE} if not named).")
  private Path film;

  @Option(
      names = "--film-seconds",
      defaultValue = "8",
      paramLabel = "S",
      description = "Longest film, s (default: ${DEFAULT-VALUE}).")
  private double filmSeconds;

  @Mixin private SensorOptions sensors;
  @Mixin private EstimateOption estimate;
  @Mixin private OverlayOption overlay;

  public EvaluateCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    checkArguments();
    Path folder = robot.folder(place);
    RobotConfig config = overlay.config(place, robot.name());
    Task task = new WalkTask(config);
    if (stand) {
      return stand(config, task);
    }
    Path file = policy == null ? folder.resolve("pretrained").resolve("policy.snapshot") : policy;
    SignedPolicy signed = untrained ? null : SignedPolicy.load(file, trusted, config, task);
    SimulationOptions simulation = sensors.settings(false).simulation();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, %s: %d episodes of %.0f s%n",
        robot.name(),
        signed == null
            ? "random actions"
            : "policy " + place.typed(file) + " of run " + signed.snapshot().runId(),
        episodes,
        seconds);
    RobotConfig seen = estimate.chosen() ? config.withoutOdometry() : config;
    if (estimate.chosen() && config.estimator() == null) {
      out.println("with the robot's odometry:");
      evaluate(new Evaluation(config, task, signed, simulation, seconds), out);
      out.println("on estimates from IMU and legs:");
    }
    evaluate(new Evaluation(seen, task, signed, simulation, seconds), out);
    if (film != null) {
      double length = Math.min(filmSeconds, seconds);
      Evaluation filmed = new Evaluation(seen, task, signed, simulation, length);
      film(config, untrained ? " untrained" : "", frames -> filmed.watch(0, frames));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void evaluate(Evaluation evaluation, PrintWriter out) {
    Scores scores = new Scores(evaluation.run(episodes, trial -> out.println(line(trial))));
    scores.lines().forEach(out::println);
    out.flush();
  }

  private void checkArguments() {
    if (episodes < 1 || !(seconds >= 1 && seconds <= 160)) {
      throw LaunchException.usage("--episodes must be at least 1, --seconds 1 to 160");
    }
    if (!(filmSeconds >= 1 && filmSeconds <= 60)) {
      throw LaunchException.usage("--film-seconds must be 1 to 60");
    }
    if ((untrained ? 1 : 0) + (stand ? 1 : 0) + (policy == null ? 0 : 1) > 1) {
      throw LaunchException.usage("--untrained, --stand and --policy exclude each other");
    }
  }

  private int stand(RobotConfig config, Task task) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s, stance: %.0f s%n", robot.name(), seconds);
    RobotConfig seen = estimate.chosen() ? config.withoutOdometry() : config;
    SimulationOptions simulation = sensors.settings(false).simulation();
    StandTrial trial = new StandTrial(seen, task, seconds);
    if (film == null) {
      return report(trial.inSimulator(simulation, frame -> {}), out);
    }
    AtomicReference<Standing> standing = new AtomicReference<>();
    film(
        config,
        " stands",
        frames -> standing.set(trial.inSimulator(simulation, beginning(filmSeconds, frames))));
    return report(standing.get(), out);
  }

  /** Shows no more than the first seconds, s. */
  private static Consumer<SimulatedQuadruped> beginning(
      double seconds, Consumer<SimulatedQuadruped> frames) {
    AtomicLong end = new AtomicLong(Long.MIN_VALUE);
    return frame -> {
      long now = frame.truth().stampNanos;
      end.compareAndSet(Long.MIN_VALUE, now + (long) (1e9 * seconds));
      if (now < end.get()) {
        frames.accept(frame);
      }
    };
  }

  /** How a robot stood; one that did not is a failed run. */
  static int report(Standing standing, PrintWriter out) {
    standing.lines().forEach(line -> out.println("  " + line));
    out.flush();
    if (!standing.stands()) {
      throw LaunchException.failedRun(
          "the robot does not stand: "
              + standing.end()
              + " (docs/add-a-robot.md: It does not stand)");
    }
    return ExitCodes.OK;
  }

  private void film(
      RobotConfig config, String what, Consumer<Consumer<SimulatedQuadruped>> filmed) {
    try (GifRecorder recorder = new GifRecorder(film, config, robot.name() + what)) {
      filmed.accept(
          frame -> {
            try {
              recorder.capture(frame);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw LaunchException.environment("cannot write film " + film + ": " + e.getMessage(), e);
    }
    spec.commandLine().getOut().println("film: " + film);
  }

  /** One episode, for people. */
  static String line(Trial trial) {
    return String.format(
        Locale.ROOT,
        "  %5.2f m/s  return %7.1f  forward %6.2f m  sideways %+5.2f m  %s after %.1f s",
        trial.speedMS(),
        trial.episodeReturn(),
        trial.forwardM(),
        trial.sidewaysM(),
        trial.end(),
        trial.seconds());
  }

  /** One row an episode. */
  static void write(Path file, Scores scores) {
    StringBuilder text =
        new StringBuilder("return,seconds,forwardM,sidewaysM,fell,end,trackingRad\n");
    for (Trial t : scores.trials()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.4f,%.4f,%b,%s,%.5f%n",
              t.episodeReturn(),
              t.seconds(),
              t.forwardM(),
              t.sidewaysM(),
              t.fell(),
              t.end(),
              t.trackingRad()));
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
