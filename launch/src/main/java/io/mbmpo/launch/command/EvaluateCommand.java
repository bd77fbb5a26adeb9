package io.mbmpo.launch.command;

import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.Trial;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo evaluate}. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Run a policy in the simulator and measure it.",
      "Speed, return, drift and falls by the simulator's truth, with their spread over episodes."
    })
public final class EvaluateCommand implements Callable<Integer> {
  /** Length of an evaluation episode, s. */
  static final double SECONDS = 20;

  private final Place place;
  @Spec private CommandSpec spec;

  @Option(
      names = "--robot",
      defaultValue = "go1",
      paramLabel = "NAME",
      description = "Robot (default: ${DEFAULT-VALUE}).")
  private String robot;

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

  @Option(names = "--noise", description = "Noisy sensors.")
  private boolean noise;

  @Option(
      names = "--latency",
      defaultValue = "0",
      paramLabel = "S",
      description = "Sensor delay, s (default: ${DEFAULT-VALUE}).")
  private double latencyS;

  public EvaluateCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    if (episodes < 1 || !(seconds >= 1 && seconds <= 160)) {
      throw LaunchException.usage("--episodes must be at least 1, --seconds 1 to 160");
    }
    Path folder = RobotConfigLoader.find(place.robots(), robot);
    RobotConfig config = RobotConfigLoader.load(folder);
    Task task = new WalkTask(config);
    Path file = policy == null ? folder.resolve("pretrained").resolve("policy.snapshot") : policy;
    SignedPolicy signed = SignedPolicy.load(file, trusted, config, task);
    Evaluation evaluation =
        new Evaluation(
            config, task, signed, new RobotSettings(noise, latencyS, false).simulation(), seconds);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, policy %s of run %s: %d episodes of %.0f s, deterministic%n",
        robot, place.typed(file), signed.snapshot().runId(), episodes, seconds);
    Scores scores = new Scores(evaluation.run(episodes, trial -> out.println(line(trial))));
    scores.lines().forEach(out::println);
    out.flush();
    return ExitCodes.OK;
  }

  private static String line(Trial trial) {
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
    StringBuilder text = new StringBuilder("return,seconds,forwardM,sidewaysM,fell,end\n");
    for (Trial t : scores.trials()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.4f,%.4f,%b,%s%n",
              t.episodeReturn(),
              t.seconds(),
              t.forwardM(),
              t.sidewaysM(),
              t.fell(),
              t.end()));
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
