package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.fault.SimFault;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.launch.role.SimulatorRole;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo sim}. */
@Command(
    name = "sim",
    sortOptions = false,
    description = {
      "Run the simulated robot on the ROS 2 wire, in real time.",
      "Publishes joint_states, imu/data and odom; takes commands; damps when none come for 0.1 s."
          + " Speaks on this machine only, unless told otherwise. See docs/ros2.md."
    },
    footer = {
      "",
      "With a ROS 2 installation:",
      "  ros2 topic hz /joint_states",
      "  ros2 topic pub --once /mbmpo/sim/reset std_msgs/msg/Bool \"data: true\""
    })
public final class SimCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;
  @Mixin private SensorOptions sensors;
  @Mixin private OverlayOption overlay;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the first start pose (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = {
        "Something wrong, to try ./mbmpo doctor on; may be repeated: ${COMPLETION-CANDIDATES}.",
        "What each is: docs/doctor.md."
      })
  private List<SimFault> faults = List.of();

  @Option(
      names = "--hands",
      description =
          "Joints are moved by hand: type a joint's name, for ./mbmpo doctor --move beside it.")
  private boolean hands;

  @Option(
      names = "--hang",
      description = "The robot hangs in the air, its feet off the ground (docs/safety.md).")
  private boolean hang;

  @Mixin private Ros2Options ros2;

  public SimCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    ParentWatch.startIfChild();
    RobotConfig described = overlay.config(place, robot.name());
    WireSettings wire = ros2.settings(described.ros2());
    RobotConfig config = wire.on(described);
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true));
        SimulatorRole simulator =
            new SimulatorRole(
                config,
                sensors.settings(true).simulation(),
                config.ros2(),
                wire.names(),
                seed,
                Set.copyOf(faults))) {
      if (hang) {
        simulator.hanging();
      }
      out.printf(
          "%s in ROS domain %d on %s: %s, %s, %s out; %s in. Ctrl-C ends.%n",
          robot.name(),
          wire.domainId(),
          String.join(", ", wire.interfaces()),
          wire.names().ros(config.ros2().topics().jointStates()),
          wire.names().ros(config.ros2().topics().imu()),
          wire.names().ros(config.ros2().topics().odometry()),
          wire.names().ros(config.ros2().topics().commands()));
      out.flush();
      if (!faults.isEmpty()) {
        out.printf("Wrong on purpose: %s.%n", faults);
        out.flush();
      }
      if (hands) {
        HandsOn.start(config, simulator, out);
      }
      simulator.run(stop::get);
      if (simulator.lostS() > 0) {
        out.printf(
            Locale.ROOT,
            "%.1f s of %.1f s were lost: this machine was too slow for real time.%n",
            simulator.lostS(),
            simulator.steps() * config.control().tickPeriodNanos() * 1e-9);
        out.flush();
      }
    }
    return ExitCodes.OK;
  }
}
