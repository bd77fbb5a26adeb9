package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.launch.demo.Demo;
import io.mbmpo.launch.demo.RunCheck;
import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.launch.screen.Dashboard;
import io.mbmpo.launch.screen.DemoState;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
      "Starts a broker, the robot with its controller, and the learner, each as a process of its own;"
          + " shows one live screen; at the end evaluates the policy and checks the run. Everything"
          + " lands in one run folder."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final long NEEDED_BYTES = 500L << 20;
  private static final int CLOSED_ITERATIONS = 3;

  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

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

  @Mixin private SensorOptions sensors;

  @Mixin private RecordOption record;

  @Option(names = "--real-time", description = "Robot and controller on the wall clock.")
  private boolean realTime;

  @Option(
      names = "--wire",
      defaultValue = "none",
      paramLabel = "WIRE",
      description =
          "ros2: the simulator is a process of its own, reached by ROS 2 topics, in real time; none:"
              + " it is in the controller's process (default: ${DEFAULT-VALUE}).")
  private Wire wire;

  @Mixin private Ros2Options ros2;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "An MQTT broker that runs already (default: an embedded one).")
  private String broker;

  @Option(
      names = "--broker-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "Port of the embedded broker (default: any free one).")
  private int brokerPort;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was stopped.")
  private Path resume;

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "Where run folders are made (default: runs/ of the project).")
  private Path runs;

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
    RecordingLimits unused = record.limits(); // refused before a folder is made
    RunFolder run = resume == null ? create() : RunFolder.open(resume);
    LogFile.use(run.log("demo"));
    RobotConfig config = config(run.description().robot());
    LearnerSettings settings = run.description().settings("learner", LearnerSettings.class);
    RobotSettings robotSettings = run.description().settings("robot", RobotSettings.class);
    run.requireFreeSpace(NEEDED_BYTES);
    PrintWriter out = spec.commandLine().getOut();
    try (RunLock lock = run.lock("demo")) {
      run.reopen();
      Demo demo = new Demo(place, run, broker, brokerPort, record.arguments());
      int status = watch(demo, run, settings);
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
    RobotConfig config = robot.config(place); // refused before a folder is made
    LearnerSettings settings = LearnerProfiles.load(quick ? "quick" : profile, set);
    Map<String, Record> all = new LinkedHashMap<>();
    all.put("learner", settings);
    all.put("robot", sensors.settings(realTime || wire == Wire.ROS2));
    if (wire == Wire.ROS2) {
      all.put("wire", ros2.settings(config.ros2()));
    }
    return RunFolder.create(
        runs == null ? place.runs() : runs,
        robot.name(),
        seed,
        Instant.now(),
        Revision.of(place.root()),
        spec.commandLine().getParseResult().originalArgs(),
        all);
  }

  private RobotConfig config(String name) {
    return RobotConfigLoader.load(RobotConfigLoader.find(place.robots(), name));
  }

  private int watch(Demo demo, RunFolder run, LearnerSettings settings)
      throws InterruptedException {
    DemoState begin =
        DemoState.begin(
            run.description().robot(),
            place.typed(run.path()),
            run.description().seed(),
            settings.iterations(),
            Files.exists(run.metrics()) ? MetricsCsv.read(run.metrics()) : List.of());
    try (Dashboard<DemoState> screen =
        Dashboard.open(begin, System::nanoTime, spec.commandLine().getOut())) {
      return demo.run(screen);
    }
  }

  private Scores evaluate(
      RunFolder run, RobotConfig config, RobotSettings settings, PrintWriter out) {
    Task task = new WalkTask(config);
    SignedPolicy policy = SignedPolicy.load(run.policy(), null, config, task);
    out.printf(
        "%nEvaluating the pre-update policy: %d episodes of %.0f s, deterministic%n",
        evaluations, EvaluateCommand.SECONDS);
    out.flush();
    Scores scores =
        new Scores(
            new Evaluation(config, task, policy, settings.simulation(), EvaluateCommand.SECONDS)
                .run(evaluations, trial -> {}));
    scores.lines().forEach(line -> out.println("  " + line));
    EvaluateCommand.write(run.path().resolve("evaluation.csv"), scores);
    return scores;
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
