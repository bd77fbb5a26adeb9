package io.mbmpo.launch.command;

import io.mbmpo.launch.demo.Demo;
import io.mbmpo.launch.demo.TuningResult;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.StartPolicy;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.role.TuningSettings;
import io.mbmpo.launch.role.TuningSettings.Method;
import io.mbmpo.launch.role.Undo;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo finetune}. */
@Command(
    name = "finetune",
    sortOptions = false,
    description = {
      "Make a policy better on the robot itself.",
      "By vanilla policy gradient (VPG): real episodes only, in small steps bounded in KL. Keeps the"
          + " best policy measured, goes back from steps that made it worse, and stops by itself when"
          + " nothing helps any more. Or by MB-MPO (--by mb-mpo), for a robot or a ground on which the"
          + " policy fails: it gathers the first episodes, models are learned from them anew, and it is"
          + " meta-learned on inside the models.",
      "The policy that it begins with stays as it is; --undo gives it back to the robot."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./mbmpo finetune --noise --latency 0.02         the pretrained policy, on worse sensors",
      "  ./mbmpo finetune --from RUN --wire ros2         a run's policy, on the ROS 2 simulator",
      "  ./mbmpo finetune --from RUN --gazebo slippery   a run's policy, in Gazebo, in lockstep",
      "  ./mbmpo finetune --gazebo slippery --by mb-mpo  where the policy falls: by MB-MPO",
      "  ./mbmpo finetune --from RUN --prepare           only make the run folder; then start",
      "                                                  ./mbmpo robot and ./mbmpo learn on it"
    })
public final class FinetuneCommand implements Callable<Integer> {
  private static final long NEEDED_BYTES = 500L << 20;
  private static final String PRETRAINED = "pretrained/policy.snapshot";

  private final Place place;
  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "Run folder, or signed policy file, to begin with (default: the robot's pretrained"
              + " policy).")
  private Path from;

  @Option(
      names = "--by",
      defaultValue = "vpg",
      paramLabel = "METHOD",
      description = "vpg, or mb-mpo (default: ${DEFAULT-VALUE}).")
  private String by;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Most steps (default: 30; 12 by mb-mpo, which takes them all).")
  private Integer iterations;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Change one setting, e.g. --set fineTuning.episodes=20. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--prepare",
      description = "Only make the run folder, for a robot that is started by itself.")
  private boolean prepare;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a fine-tuning that was stopped.")
  private Path resume;

  @Option(
      names = "--undo",
      paramLabel = "RUN",
      description = "Give the robot back the policy that this fine-tuning began with.")
  private Path undo;

  public FinetuneCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    options.check(place);
    if (undo != null) {
      RunFolder run = RunFolder.open(undo);
      RobotConfig config = RobotOption.config(place, run.description().robot());
      out.println(new Undo(run, config, options.broker(place)).call());
      out.flush();
      return ExitCodes.OK;
    }
    RunFolder run = resume == null ? create() : RunFolder.open(resume);
    if (prepare) {
      String folder = place.typed(run.path());
      out.printf("Made %s. Each in its terminal:%n", folder);
      out.println(
          "  mosquitto -p 1883    an MQTT broker; between machines with keys: docs/security.md");
      out.printf("  ./mbmpo robot --run %s --wire ros2    on the robot%n", folder);
      out.printf("  ./mbmpo learn --run %s    off it%n", folder);
      out.flush();
      return ExitCodes.OK;
    }
    return tune(run, out);
  }

  private RunFolder create() {
    RobotConfig config = options.config(place);
    Task task = new WalkTask(config);
    Path file = from == null ? options.robotFolder(place).resolve(PRETRAINED) : policyIn(from);
    StartPolicy start = StartPolicy.of(SignedPolicy.load(file, null, config, task).snapshot());
    Method method = Method.of("--by", by);
    Map<String, String> overrides = new LinkedHashMap<>(defaults(method));
    if (iterations != null) {
      overrides.put("iterations", "" + iterations);
    }
    overrides.putAll(set);
    overrides.put("meta.hidden", start.hidden().toString());
    RunFolder run =
        options.create(
            place,
            LearnerProfiles.load("walk", overrides),
            Map.of(TuningSettings.GROUP, TuningSettings.of(method)));
    StartPolicy.keep(file, config, task, run);
    return run;
  }

  private static Map<String, String> defaults(Method method) {
    return switch (method) {
      // All episodes explore: what is measured is what learns.
      case VPG -> Map.of("iterations", "30", "real.metaEpisodes", "0");
      case MB_MPO -> Map.of("iterations", "12");
    };
  }

  private static Path policyIn(Path from) {
    return Files.isDirectory(from) ? RunFolder.open(from).policy() : from;
  }

  private int tune(RunFolder run, PrintWriter out) throws InterruptedException {
    LogFile.use(run.log("demo"));
    run.requireFreeSpace(NEEDED_BYTES);
    try (RunLock lock = run.lock("demo")) {
      run.reopen();
      Demo demo = options.demo(place, run);
      int status = RunOptions.watch(demo, place, run, out);
      if (status != ExitCodes.OK) {
        out.println(demo.resumeHint());
        return status;
      }
    }
    TuningResult result = TuningResult.of(MetricsCsv.read(run.metrics()));
    String sentence =
        switch (TuningSettings.method(run.description())) {
          case VPG -> result.sentence();
          case MB_MPO -> result.lastSentence();
        };
    run.finish(sentence);
    out.println(sentence);
    out.printf("Policy: %s%n", place.typed(run.policy()));
    out.printf("Undo:   ./mbmpo finetune --undo %s --broker URI%n", place.typed(run.path()));
    out.flush();
    return ExitCodes.OK;
  }
}
