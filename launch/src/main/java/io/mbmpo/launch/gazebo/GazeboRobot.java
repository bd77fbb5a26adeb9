package io.mbmpo.launch.gazebo;

import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A robot in Gazebo and the wire to it: process, port, reset and faults. */
public final class GazeboRobot implements AutoCloseable {
  private static final long MATCH_S = 20;

  private final GazeboProcess process;
  private final ConditionFlags flags;
  private final DdsRobotPort port;
  private final SimulatorReset reset;
  private final FaultTopic faults;
  private final LockstepRobot lockstep;

  private GazeboRobot(
      GazeboProcess process, Scene scene, ConditionFlags flags, EmergencyStop emergencyStop) {
    this.process = process;
    this.flags = flags;
    port =
        new DdsRobotPort(
            "mbmpo_" + scene.robot().name(),
            scene.robot(),
            scene.ros2(),
            scene.names(),
            emergencyStop);
    reset = port.simulator(scene.names());
    faults = new FaultTopic(port.participant(), scene.names());
    lockstep =
        new LockstepRobot(
            port,
            scene.robot().jointCount(),
            scene.robot().control().tickPeriodNanos(),
            reset::reset,
            process::isAlive);
  }

  /**
   * Starts Gazebo and joins its domain.
   *
   * @param project root of the checkout
   * @param logFile all that Gazebo says
   * @param lines is told what the robot's plugin says
   * @throws LaunchException when either fails
   */
  public static GazeboRobot start(
      GazeboRoot root, Path project, Scene scene, Path logFile, Consumer<String> lines)
      throws InterruptedException {
    ConditionFlags flags = new ConditionFlags();
    return start(root, project, scene, logFile, lines, flags, new EmergencyStop(flags));
  }

  /**
   * As above, with the flags of a controller that is there already.
   *
   * @param emergencyStop of these flags
   */
  public static GazeboRobot start(
      GazeboRoot root,
      Path project,
      Scene scene,
      Path logFile,
      Consumer<String> lines,
      ConditionFlags flags,
      EmergencyStop emergencyStop)
      throws InterruptedException {
    GazeboProcess process = GazeboProcess.start(root, project, scene, logFile, lines);
    try {
      GazeboRobot robot = new GazeboRobot(process, scene, flags, emergencyStop);
      try {
        robot.awaitMatch();
      } catch (RuntimeException e) {
        robot.port.close();
        throw e;
      }
      return robot;
    } catch (RuntimeException e) {
      process.stop();
      throw e;
    }
  }

  private void awaitMatch() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MATCH_S);
    while (!reset.simulated() || !faults.heard()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw LaunchException.environment(
            "Gazebo runs but is not seen on the ROS 2 wire" + process.lastWords());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The wire. */
  public DdsRobotPort port() {
    return port;
  }

  /** What other threads see, the emergency stop on the wire among it; for the controller. */
  public ConditionFlags flags() {
    return flags;
  }

  /** Puts the robot back. */
  public SimulatorReset reset() {
    return reset;
  }

  /** Makes things go wrong. */
  public FaultTopic faults() {
    return faults;
  }

  /** The robot in steps; for a scene in lockstep only. */
  public LockstepRobot lockstep() {
    return lockstep;
  }

  /** Gazebo itself. */
  public GazeboProcess process() {
    return process;
  }

  @Override
  public void close() {
    port.close();
    process.close();
  }
}
