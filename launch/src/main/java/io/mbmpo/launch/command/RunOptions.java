package io.mbmpo.launch.command;

import io.mbmpo.launch.demo.Demo;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.launch.role.EstimateSettings;
import io.mbmpo.launch.role.GazeboSettings;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.screen.Dashboard;
import io.mbmpo.launch.screen.DemoState;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A new run, and the processes that it takes: what all commands that start one have in common. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private RobotOption robot;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private SensorOptions sensors;
  @Mixin private EstimateOption estimate;
  @Mixin private RecordOption record;
  @Mixin private OverlayOption overlay;

  @Option(names = "--real-time", description = "Robot and controller on the wall clock.")
  private boolean realTime;

  @Option(
      names = "--wire",
      defaultValue = "none",
      paramLabel = "WIRE",
      description =
          "ros2: the simulator is a process of its own, reached by ROS 2 topics, in real time;"
              + " none: it is in the controller's process (default: ${DEFAULT-VALUE}).")
  private Wire wire;

  @Option(
      names = "--gazebo",
      paramLabel = "GROUND",
      description =
          "The robot is in Gazebo, in lockstep on the ROS 2 wire, on flat, slope, rough or slippery"
              + " ground; its sensors are exact.")
  private String gazebo;

  @Mixin private Ros2Options ros2;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "MQTT broker that runs already, tcp:// or ssl:// (default: an embedded one).")
  private String broker;

  @Mixin private BrokerOptions link;

  @Option(
      names = "--broker-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "Port of the embedded broker (default: any free one).")
  private int brokerPort;

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "Where run folders are made (default: runs/ of the project).")
  private Path runs;

  /** Refuses what can be refused before a folder is made. */
  void check(Place place) {
    var unusedAccess = broker(place);
    var unused = record.limits();
    if (gazebo != null) {
      var unusedGround = GroundOption.ground("--gazebo", gazebo);
      RobotSettings robotSettings = sensors.settings(realTime);
      if (wire == Wire.ROS2 || !robotSettings.equals(new RobotSettings(false, 0, false))) {
        throw LaunchException.usage(
            "--gazebo does not go with --wire, --real-time, --noise or --latency");
      }
    }
  }

  /** The robot of a new run; its folder is {@link #robotFolder}. */
  RobotConfig config(Place place) {
    return overlay.config(place, robot.name());
  }

  Path robotFolder(Place place) {
    return robot.folder(place);
  }

  /** A broker that runs already; null for the embedded one. */
  BrokerAccess broker(Place place) {
    return link.access(place, broker);
  }

  /** Makes the folder of a new run that learns from nothing. */
  RunFolder create(Place place, LearnerSettings settings) {
    return create(place, settings, Map.of());
  }

  /**
   * Makes the folder of a new run.
   *
   * @param more further groups of its settings
   */
  RunFolder create(Place place, LearnerSettings settings, Map<String, ? extends Record> more) {
    Map<String, Record> all = new LinkedHashMap<>(more);
    all.put("learner", settings);
    all.put("robot", sensors.settings(realTime || wire == Wire.ROS2));
    if (estimate.chosen()) {
      all.put(EstimateSettings.GROUP, new EstimateSettings(true));
    }
    if (gazebo != null) {
      all.put(
          GazeboSettings.GROUP,
          new GazeboSettings(
              GroundOption.ground("--gazebo", gazebo).text(), ros2.settings(config(place).ros2())));
    }
    if (wire == Wire.ROS2) {
      all.put("wire", ros2.settings(config(place).ros2()));
    }
    RunFolder run =
        RunFolder.create(
            runs == null ? place.runs() : runs,
            robot.name(),
            seed,
            Instant.now(),
            Revision.of(place.root()),
            spec.commandLine().getParseResult().originalArgs(),
            all);
    run.keepOverlay(overlay.file());
    return run;
  }

  /** The processes of a run, not started yet. */
  Demo demo(Place place, RunFolder run) {
    return new Demo(place, run, broker(place), brokerPort, record.arguments());
  }

  /**
   * Runs them to the end on a live screen.
   *
   * @return exit status
   */
  static int watch(Demo demo, Place place, RunFolder run, PrintWriter out)
      throws InterruptedException {
    DemoState begin =
        DemoState.begin(
            run.description().robot(),
            place.typed(run.path()),
            run.description().seed(),
            run.description().settings("learner", LearnerSettings.class).iterations(),
            Files.exists(run.metrics()) ? MetricsCsv.read(run.metrics()) : List.of());
    try (Dashboard<DemoState> screen = Dashboard.open(begin, System::nanoTime, out)) {
      return demo.run(screen);
    }
  }
}
