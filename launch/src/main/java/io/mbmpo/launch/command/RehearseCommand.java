package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.rehearsal.RehearsalDescription;
import io.mbmpo.launch.rehearsal.RehearsalFolder;
import io.mbmpo.launch.rehearsal.RehearsalReport;
import io.mbmpo.launch.rehearsal.RehearsalSettings;
import io.mbmpo.launch.rehearsal.SimToSim;
import io.mbmpo.launch.rehearsal.Stage;
import io.mbmpo.launch.rehearsal.Start;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.launch.setup.Shell;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo gazebo rehearse}. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sim-to-sim, the rehearsal of sim-to-real: a meta-policy of the embedded simulator in Gazebo.",
      "",
      "Measures the meta-policy in the embedded simulator and in Gazebo, after one adaptation step"
          + " (Eq. 2) on Gazebo's episodes, after fine-tuning there by VPG, and after the same"
          + " fine-tuning from scratch; and counts the robot time of each. In lockstep, through the"
          + " controller and the ROS 2 wire.",
      "",
      "Everything lands in one folder: table.md, returns.png, evaluations.csv (a row an episode that"
          + " measured), collected.csv (a row an episode that was learned from), summary.csv. Stop with"
          + " Ctrl-C and give the same command to go on; what is over is not run again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./mbmpo gazebo rehearse --quick                          the pretrained policy, minutes",
      "  ./mbmpo gazebo rehearse --from RUN1,RUN2,RUN3 --ground slippery",
      "  ./mbmpo gazebo rehearse --from RUN --learn               MB-MPO in Gazebo, too"
    })
final class RehearseCommand implements Callable<Integer> {
  private static final String PRETRAINED = "pretrained/policy.snapshot";
  private static final int QUICK_EPISODES = 2;
  private static final double QUICK_S = 5;
  private static final Map<String, String> QUICK =
      Map.of("iterations", "2", "fineTuning.episodes", "3", "real.horizon", "50");

  /** For the help text. */
  static final class StageNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    StageNames() {
      super(Stream.of(Stage.values()).map(Stage::text).toList());
    }
  }

  private final Place place;
  private final Shell shell;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;
  @Mixin private GroundOption ground;

  @Option(
      names = "--from",
      split = ",",
      paramLabel = "RUN",
      description =
          "Run folders, or signed policy files, whose meta-policies to rehearse, separated by commas"
              + " (default: the robot's pretrained policy).")
  private List<Path> from = List.of();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description =
          "Seeds with which each policy is rehearsed, separated by commas (default: its run's own; 1"
              + " for a file).")
  private List<Long> seeds = List.of();

  @Option(
      names = "--episodes",
      defaultValue = "5",
      paramLabel = "N",
      description = "Episodes that measure a policy (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "S",
      description = "Longest of them, s (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--iterations",
      defaultValue = "10",
      paramLabel = "N",
      description = "Most steps of fine-tuning (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description =
          "Change one setting of adaptation and fine-tuning, e.g. --set fineTuning.episodes=20. May be"
              + " repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--learn",
      description =
          "MB-MPO in Gazebo, too (profile walk), from the meta-policy and from scratch: many minutes.")
  private boolean learn;

  @Option(
      names = "--stages",
      split = ",",
      paramLabel = "STAGE",
      description =
          "Only these, separated by commas: ${COMPLETION-CANDIDATES}. What is left out now can be"
              + " added later.",
      completionCandidates = StageNames.class)
  private List<String> stages = List.of();

  @Option(names = "--quick", description = "Few and short episodes, to see all parts work.")
  private boolean quick;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of the learner (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where it lands (default: runs/rehearsals/ROBOT-GROUND).")
  private Path folder;

  @Option(names = "--report", description = "Only write table and figure anew.")
  private boolean reportOnly;

  @Mixin private Ros2Options ros2;

  RehearseCommand(Place place, Shell shell) {
    this.place = place;
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (episodes < 1 || !(seconds >= 1 && seconds <= 160) || threads < 1) {
      throw LaunchException.usage(
          "--episodes and --threads must be at least 1, --seconds 1 to 160");
    }
    List<Stage> asked = stages.isEmpty() ? Stage.of(learn) : Stage.named(stages);
    RobotConfig config = robot.config(place);
    Task task = new WalkTask(config);
    List<Path> files = from.isEmpty() ? List.of(robot.folder(place).resolve(PRETRAINED)) : from;
    List<Start> starts =
        files.stream()
            .map(file -> Start.of(file, config, task))
            .flatMap(start -> seeds.isEmpty() ? Stream.of(start) : seeds.stream().map(start::with))
            .toList();
    WireSettings wire = ros2.settings(config.ros2());
    RehearsalFolder rehearsal = RehearsalFolder.prepare(path(), description(config));
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true));
        RunLock lock = rehearsal.lock()) {
      LogFile.use(rehearsal.log());
      if (!reportOnly) {
        GazeboRoot root = GazeboRoot.find(shell, GazeboRoot.cache());
        SimToSim simToSim =
            new SimToSim(
                config,
                task,
                rehearsal,
                seed -> gazebo(root, config, wire, seed, rehearsal, out),
                new Compute(threads, Device.fromSystem()),
                stop::get,
                line -> say(out, line));
        run(simToSim, starts, asked, rehearsal, out);
      }
      return report(rehearsal, out);
    } catch (LearningStopped e) {
      return stopped(out);
    } catch (LaunchException e) {
      if (stop.get()) { // Ctrl-C reaches Gazebo, too
        return stopped(out);
      }
      if (e.exitCode() == ExitCodes.FAILED_RUN) {
        throw LaunchException.failedRun(e.getMessage() + "; the same command goes on");
      }
      throw e;
    }
  }

  private void run(
      SimToSim simToSim,
      List<Start> starts,
      List<Stage> asked,
      RehearsalFolder rehearsal,
      PrintWriter out)
      throws InterruptedException {
    for (Start start : starts) {
      say(out, "policy of run " + start.run() + ", ground " + ground.ground().text());
      simToSim.run(start, asked);
      var unused = new RehearsalReport(rehearsal).write();
    }
  }

  private int report(RehearsalFolder rehearsal, PrintWriter out) {
    say(out, "");
    new RehearsalReport(rehearsal).write().forEach(line -> say(out, line));
    say(out, "All of it: " + place.typed(rehearsal.path()));
    return ExitCodes.OK;
  }

  private static int stopped(PrintWriter out) {
    say(out, "stopped; the same command goes on");
    return ExitCodes.INTERRUPTED;
  }

  private GazeboRobot gazebo(
      GazeboRoot root,
      RobotConfig config,
      WireSettings wire,
      long seed,
      RehearsalFolder rehearsal,
      PrintWriter out)
      throws InterruptedException {
    Scene scene = new Scene(config, ground.ground(), wire.config(config), wire.names(), true, seed);
    return GazeboRobot.start(
        root, place.root(), scene, rehearsal.gazeboLog(), line -> say(out, "  Gazebo: " + line));
  }

  private Path path() {
    String name = robot.name() + "-" + ground.ground().text() + (quick ? "-quick" : "");
    return folder == null ? place.runs().resolve("rehearsals").resolve(name) : folder;
  }

  private RehearsalDescription description(RobotConfig config) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("iterations", "" + iterations);
    changes.put("real.metaEpisodes", "0"); // all episodes explore: what is measured is what learns
    if (quick) {
      changes.putAll(QUICK);
    }
    changes.putAll(set);
    LearnerSettings tuning = LearnerProfiles.load("walk", changes);
    Instant now = Instant.now();
    return new RehearsalDescription(
        new RehearsalSettings(
            config.name(),
            config.hash(),
            ground.ground().text(),
            quick ? QUICK_EPISODES : episodes,
            quick ? QUICK_S : seconds,
            tuning,
            LearnerProfiles.load(quick ? "quick" : "walk", Map.of())),
        now.getEpochSecond(),
        Instant.ofEpochSecond(now.getEpochSecond()).toString(),
        Revision.of(place.root()),
        spec.commandLine().getParseResult().originalArgs());
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
