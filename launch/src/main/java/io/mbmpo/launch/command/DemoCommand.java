package io.mbmpo.launch.command;

import io.mbmpo.launch.demo.Demo;
import io.mbmpo.launch.demo.RunCheck;
import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.GazeboEvaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.Trial;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.role.EstimateSettings;
import io.mbmpo.launch.role.GazeboSettings;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.launch.setup.SystemShell;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Watch a simulated robot learn to walk.",
      "Starts a broker, the robot with its controller, and the learner, each as a process of its"
          + " own; shows one live screen; at the end evaluates the policy and checks the run."
          + " Everything lands in one run folder."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final long NEEDED_BYTES = 500L << 20;
  private static final int CLOSED_ITERATIONS = 3;

  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Option(
      names = "--quick",
      description = "A few small iterations that show all parts working; same as --profile quick.")
  private boolean quick;

  @Option(
      names = "--profile",
      defaultValue = "walk",
      paramLabel = "NAME",
      description = "Learner settings: walk, quick or paper (default: ${DEFAULT-VALUE}).")
  private String profile;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Change one learner setting, e.g. --set meta.steps=20. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was stopped.")
  private Path resume;

  @Option(
      names = "--evaluate",
      defaultValue = "20",
      paramLabel = "EPISODES",
      description = "Evaluation episodes of 20 s at the end (default: ${DEFAULT-VALUE}).")
  private int evaluations;

  public DemoCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.check(place);
    RunFolder run = resume == null ? create() : RunFolder.open(resume);
    LogFile.use(run.log("demo"));
    RobotConfig config = EstimateSettings.robot(run.description(), RobotOption.config(place, run));
    RobotSettings robotSettings = run.description().settings("robot", RobotSettings.class);
    run.requireFreeSpace(NEEDED_BYTES);
    PrintWriter out = spec.commandLine().getOut();
    try (RunLock lock = run.lock("demo")) {
      run.reopen();
      Demo demo = options.demo(place, run);
      int status = RunOptions.watch(demo, place, run, out);
      if (status != ExitCodes.OK) {
        out.println(demo.resumeHint());
        return status;
      }
      out.printf(Locale.ROOT, "First robot step %.1f s after the command.%n", demo.firstStepS());
      Scores scores = evaluate(run, config, robotSettings, out);
      return judge(run, scores, out);
    }
  }

  private RunFolder create() {
    RobotConfig unused = options.config(place); // refused before a folder is made
    return options.create(place, LearnerProfiles.load(quick ? "quick" : profile, set));
  }

  private Scores evaluate(
      RunFolder run, RobotConfig config, RobotSettings settings, PrintWriter out)
      throws InterruptedException {
    Task task = new WalkTask(config);
    SignedPolicy policy = SignedPolicy.load(run.policy(), null, config, task);
    out.printf(
        "%nEvaluating the pre-update policy: %d episodes of %.0f s, deterministic%n",
        evaluations, EvaluateCommand.SECONDS);
    out.flush();
    GazeboSettings gazebo = GazeboSettings.of(run.description()).orElse(null);
    Scores scores =
        new Scores(
            gazebo == null
                ? new Evaluation(
                        config, task, policy, settings.simulation(), EvaluateCommand.SECONDS)
                    .run(evaluations, trial -> {})
                : inGazebo(run, config, policy, gazebo));
    scores.lines().forEach(line -> out.println("  " + line));
    EvaluateCommand.write(run.path().resolve("evaluation.csv"), scores);
    return scores;
  }

  private List<Trial> inGazebo(
      RunFolder run, RobotConfig config, SignedPolicy policy, GazeboSettings settings)
      throws InterruptedException {
    try (GazeboRobot gazebo =
        GazeboRobot.start(
            GazeboRoot.find(new SystemShell(), GazeboRoot.cache()),
            place.root(),
            settings.scene(config, run.description().seed()),
            run.log("gazebo"),
            line -> {})) {
      return new GazeboEvaluation(config, new WalkTask(config), policy, EvaluateCommand.SECONDS)
          .run(gazebo, evaluations, trial -> {});
    }
  }

  private int judge(RunFolder run, Scores scores, PrintWriter out) {
    RunCheck.Result result = new RunCheck(run).check();
    out.printf("%nRun folder %s: %s.%n", place.typed(run.path()), result.sentence());
    result.problems().forEach(problem -> out.println("  " + problem));
    out.printf(
        "See %s, and the robot: ./mbmpo evaluate --robot %s --policy %s --render walk.gif%n",
        place.typed(run.curve()), run.description().robot(), place.typed(run.policy()));
    out.flush();
    if (result.closed() < CLOSED_ITERATIONS || !result.problems().isEmpty()) {
      throw LaunchException.failedRun(
          "the loop was closed in "
              + result.closed()
              + " iterations; at least "
              + CLOSED_ITERATIONS
              + " and no problems were expected");
    }
    run.finish(
        String.format(
            Locale.ROOT,
            "%.2f m/s, %d of %d fell",
            scores.meanSpeedMS(),
            scores.falls(),
            scores.trials().size()));
    return ExitCodes.OK;
  }
}
