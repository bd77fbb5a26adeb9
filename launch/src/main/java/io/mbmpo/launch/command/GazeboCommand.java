package io.mbmpo.launch.command;

import io.mbmpo.launch.bench.GazeboTiming;
import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.GazeboEvaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.StandTrial;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboProcess;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.gazebo.SdfFiles;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.setup.Shell;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.gazebo.GazeboRelease;
import io.mbmpo.sim.gazebo.Ground;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mbmpo gazebo}. */
@Command(
    name = "gazebo",
    sortOptions = false,
    description = {
      "Run the robot in Gazebo 11 on the ROS 2 wire, as ./mbmpo sim does in the embedded"
          + " simulator.",
      "Headless, real time or lockstep; faults by the topic mbmpo/sim/fault. See docs/gazebo.md."
    },
    footer = {
      "",
      "Examples:",
      "  ./mbmpo setup gazebo                       once: Gazebo 11, 3 GB",
      "  ./mbmpo gazebo --ground rough              and, beside it: ./mbmpo robot --run RUN --wire"
          + " ros2",
      "  ./mbmpo gazebo evaluate --stand            does it stand? For a robot without a policy",
      "  ./mbmpo gazebo evaluate --ground slope     the pretrained policy in lockstep, measured",
      "  ./mbmpo gazebo evaluate --overlay go1-identified.yaml   as identified (docs/identify.md)",
      "  ./mbmpo gazebo rehearse --from RUN         adapted and fine-tuned in Gazebo, compared",
      "  ./mbmpo gazebo wire                        500 ticks a second by the wall's clock,"
          + " measured",
      "  ros2 topic pub --once /mbmpo/sim/fault std_msgs/msg/String \"data: push 0 150 0 0.1\""
    })
public final class GazeboCommand implements Callable<Integer> {
  private static final double LOCKSTEP_S = 10;

  private final Place place;
  private final Shell shell;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;
  @Mixin private GroundOption ground;
  @Mixin private OverlayOption overlay;

  @Option(
      names = "--lockstep",
      description = "Physics waits for the command of every tick (default: real time).")
  private boolean lockstep;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the first start pose (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Ros2Options ros2;

  private GazeboCommand(Place place, Shell shell) {
    this.place = place;
    this.shell = shell;
  }

  /** The command with all its subcommands. */
  public static CommandLine of(Place place, Shell shell) {
    return new CommandLine(new GazeboCommand(place, shell))
        .addSubcommand(new RehearseCommand(place, shell));
  }

  @Override
  public Integer call() throws InterruptedException {
    ParentWatch.startIfChild();
    RobotConfig config = overlay.gazeboConfig(place, robot.name());
    WireSettings wire = ros2.settings(config.ros2());
    Scene scene =
        new Scene(config, ground.ground(), wire.config(config), wire.names(), lockstep, seed);
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true));
        GazeboProcess gazebo =
            GazeboProcess.start(root(), place.root(), scene, logFile(), out::println)) {
      out.printf(
          "%s in Gazebo on %s ground, ROS domain %d, %s. Ctrl-C ends. Log: %s%n",
          robot.name(),
          scene.ground().text(),
          wire.domainId(),
          lockstep ? "in lockstep" : "in real time",
          place.typed(logFile()));
      out.flush();
      while (!stop.get()) {
        if (!gazebo.isAlive()) {
          throw LaunchException.failedRun("Gazebo has ended" + gazebo.lastWords());
        }
        Thread.sleep(100);
      }
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "evaluate",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Run a policy in Gazebo and measure it, as ./mbmpo evaluate does in the embedded"
            + " simulator.",
        "In lockstep, through the controller and the ROS 2 wire; measured by Gazebo's truth."
      })
  int evaluate(
      @Mixin RobotOption robotOption,
      @Mixin GroundOption groundOption,
      @Mixin OverlayOption overlayOption,
      @Option(
              names = "--policy",
              paramLabel = "FILE",
              description = "Signed policy snapshot (default: the robot's pretrained one).")
          Path policy,
      @Option(
              names = "--trusted",
              paramLabel = "FOLDER",
              description =
                  "Public keys to trust (default: trusted/ or keys/trusted/ beside the policy).")
          Path trusted,
      @Option(
              names = "--stand",
              description =
                  "No policy: stands up, stands, and says how; for a robot that has learned nothing"
                      + " yet.")
          boolean stand,
      @Option(
              names = "--episodes",
              defaultValue = "5",
              paramLabel = "N",
              description = "Episodes (default: ${DEFAULT-VALUE}).")
          int episodes,
      @Option(
              names = "--seconds",
              defaultValue = "20",
              paramLabel = "S",
              description = "Longest episode, s (default: ${DEFAULT-VALUE}).")
          double seconds,
      @Mixin Ros2Options ros2Options)
      throws InterruptedException {
    if (episodes < 1 || !(seconds >= 1 && seconds <= 160)) {
      throw LaunchException.usage("--episodes must be at least 1, --seconds 1 to 160");
    }
    if (stand && policy != null) {
      throw LaunchException.usage("--stand and --policy exclude each other");
    }
    RobotConfig config = overlayOption.gazeboConfig(place, robotOption.name());
    Task task = new WalkTask(config);
    WireSettings wire = ros2Options.settings(config.ros2());
    Scene scene =
        new Scene(config, groundOption.ground(), wire.config(config), wire.names(), true, 1);
    PrintWriter out = spec.commandLine().getOut();
    if (stand) {
      return stand(scene, new StandTrial(config, task, seconds), seconds);
    }
    Path file =
        policy == null
            ? robotOption.folder(place).resolve("pretrained").resolve("policy.snapshot")
            : policy;
    SignedPolicy signed = SignedPolicy.load(file, trusted, config, task);
    out.printf(
        "%s in Gazebo on %s ground, policy %s of run %s: %d episodes of %.0f s%n",
        robotOption.name(),
        scene.ground().text(),
        place.typed(file),
        signed.snapshot().runId(),
        episodes,
        seconds);
    out.flush();
    try (GazeboRobot gazebo =
        GazeboRobot.start(root(), place.root(), scene, logFile(), out::println)) {
      Scores scores =
          new Scores(
              new GazeboEvaluation(config, task, signed, seconds)
                  .run(
                      gazebo,
                      episodes,
                      trial -> {
                        out.println(EvaluateCommand.line(trial));
                        out.flush();
                      }));
      scores.lines().forEach(out::println);
      out.flush();
    }
    return ExitCodes.OK;
  }

  private int stand(Scene scene, StandTrial trial, double seconds) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s in Gazebo on %s ground, stance: %.0f s%n",
        scene.robot().name(), scene.ground().text(), seconds);
    out.flush();
    try (GazeboRobot gazebo =
        GazeboRobot.start(root(), place.root(), scene, logFile(), out::println)) {
      return EvaluateCommand.report(trial.inGazebo(gazebo), out);
    }
  }

  @Command(
      name = "wire",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Measure the wire between controller and Gazebo while the pretrained policy walks:",
        "first by the wall's clock (lateness, losses, age of samples), then 10 s in lockstep."
      })
  int wire(
      @Mixin RobotOption robotOption,
      @Option(
              names = "--seconds",
              defaultValue = "60",
              paramLabel = "S",
              description =
                  "Length of the part by the wall's clock, s (default: ${DEFAULT-VALUE}).")
          double seconds,
      @Mixin Ros2Options ros2Options)
      throws InterruptedException {
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw LaunchException.usage("--seconds is " + seconds + "; allowed: 1 to 3600");
    }
    RobotConfig config = robotOption.config(place);
    Task task = new WalkTask(config);
    Path file = robotOption.folder(place).resolve("pretrained").resolve("policy.snapshot");
    Evaluation rollouts =
        new Evaluation(config, task, SignedPolicy.load(file, null, config, task), null, 10);
    WireSettings wire = ros2Options.settings(config.ros2());
    PrintWriter out = spec.commandLine().getOut();
    for (boolean steps : List.of(false, true)) {
      Scene scene = new Scene(config, Ground.FLAT, wire.config(config), wire.names(), steps, 1);
      try (GazeboRobot gazebo =
          GazeboRobot.start(root(), place.root(), scene, logFile(), out::println)) {
        GazeboTiming timing =
            new GazeboTiming(scene, task, i -> rollouts.rollout(i + 1L), out::println);
        if (steps) {
          timing.lockstep(gazebo, LOCKSTEP_S);
        } else {
          out.printf(
              "%s in Gazebo, %d ticks a second for %.0f s, JDK %s%n",
              robotOption.name(), config.control().tickRateHz(), seconds, Runtime.version());
          timing.realTime(gazebo, seconds);
        }
      }
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Write the robot and the grounds as SDF files, for a Gazebo of your own.",
        "models/ROBOT/model.sdf without drives, worlds/GROUND.sdf without robot; Gazebo 11,"
            + " Fortress, Harmonic. With --ros2-control: the robot with sensors and a controller"
            + " manager, in every world, and urdf/ROBOT.urdf for robot_state_publisher; the launch"
            + " file gazebo.launch.py runs them (docs/gazebo.md)."
      })
  int export(
      @Mixin RobotOption robotOption,
      @Mixin OverlayOption overlayOption,
      @Option(
              names = "--ros2-control",
              paramLabel = "RELEASE",
              description =
                  "fortress (ROS 2 Humble, ign_ros2_control) or harmonic (Jazzy, gz_ros2_control).")
          GazeboRelease release,
      @Option(
              names = "--controllers",
              paramLabel = "FILE",
              description =
                  "With --ros2-control: the controllers' YAML file (default: the robot's in"
                      + " ros_ws/src/mbmpo_bringup/config).")
          Path controllers,
      @Parameters(paramLabel = "FOLDER", description = "Where to write; made if it is missing.")
          Path folder) {
    RobotConfig config = overlayOption.modelConfig(place, robotOption.name());
    SdfFiles files = new SdfFiles(config, folder);
    if (release == null) {
      files.write();
    } else {
      Path standard = place.root().resolve("ros_ws/src/mbmpo_bringup/config");
      files.write(
          release,
          RobotConfigLoader.urdf(robotOption.folder(place)),
          controllers == null
              ? standard.resolve(config.name() + "_controllers.yaml")
              : controllers);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s and %d worlds are in %s%n", config.name(), Ground.values().length, folder);
    out.flush();
    return ExitCodes.OK;
  }

  private GazeboRoot root() {
    return GazeboRoot.find(shell, GazeboRoot.cache());
  }

  private Path logFile() {
    return place
        .runs()
        .resolve("gazebo")
        .resolve("gazebo-" + ProcessHandle.current().pid() + ".log");
  }
}
