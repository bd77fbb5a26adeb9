package io.mbmpo.sim.identify;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;

/**
 * A simulated robot whose drives differ from its description, and that moves its legs at random.
 */
final class ExcitedRobot {
  final RobotConfig described;
  private final SimulatedQuadruped robot;
  private final InProcessPort port;
  private final long seed;

  /** Joints that get new targets. */
  IntPredicate moved = j -> true;

  /** Rate at which targets are approached, rad/s. */
  double rateRadS = 15;

  /** Half-width of the targets around the stance, rad. */
  double widthRad = 0.4;

  /** Torque by velocity that the drives give beside the recorded commands, N·m. */
  DoubleUnaryOperator unknownNm = v -> 0;

  ExcitedRobot(String name, IdentifiedConfig real, SimulationOptions options, long seed) {
    this.seed = seed;
    described =
        RobotConfigLoader.load(
            Path.of(System.getProperty("mbmpo.root"), "robot-configs").resolve(name));
    RobotConfig simulated = described.with(described.simulation().with(real), null);
    port = new InProcessPort(described.jointCount());
    robot = new SimulatedQuadruped(simulated, options, port);
    robot.reset(seed);
  }

  /** The same friction in all joints. */
  static IdentifiedConfig real(
      RobotConfig config, double dry, double viscous, double strength, double delayS) {
    Map<String, Double> frictions = new HashMap<>();
    Map<String, Double> dampings = new HashMap<>();
    for (JointConfig joint : config.joints()) {
      frictions.put(joint.name(), dry);
      dampings.put(joint.name(), viscous);
    }
    return new IdentifiedConfig(frictions, dampings, strength, delayS, 0);
  }

  ExcitedRobot hanging() {
    robot.clamp();
    return this;
  }

  /** New targets 25 times a second, approached at a bounded rate, as the controller does. */
  Motion move(double seconds, boolean saidToHang) {
    int n = described.jointCount();
    Random random = new Random(seed);
    JointCommand command = new JointCommand(n);
    double[] target = new double[n];
    for (int j = 0; j < n; j++) {
      JointConfig joint = described.joints().get(j);
      command.kp[j] = joint.kpNmRad();
      command.kd[j] = joint.kdNmsRad();
      command.position[j] = joint.crouchRad();
      target[j] = joint.stanceRad();
    }
    long tickNanos = described.control().tickPeriodNanos();
    double step = rateRadS * tickNanos * 1e-9;
    long hold = 40_000_000 / tickNanos;
    MotionBuilder motion = new MotionBuilder(tickNanos, saidToHang);
    JointState joints = new JointState(n);
    ImuState imu = new ImuState();
    OdometryState odometry = new OdometryState();
    for (long tick = 0; tick < seconds * 1e9 / tickNanos; tick++) {
      robot.step();
      if (port.take(joints) && port.take(imu) && port.take(odometry)) {
        motion.measured(joints);
        motion.measured(imu);
        motion.measured(odometry);
      }
      for (int j = 0; j < n; j++) {
        if (tick % hold == 0 && moved.test(j)) {
          double stance = described.joints().get(j).stanceRad();
          target[j] = stance + widthRad * (2 * random.nextDouble() - 1);
        }
        double way = target[j] - command.position[j];
        command.position[j] += Math.max(-step, Math.min(step, way));
      }
      motion.sent(robot.nowNanos(), command);
      for (int j = 0; j < n; j++) {
        command.effort[j] = unknownNm.applyAsDouble(robot.truth().jointVelocity[j]);
      }
      port.send(command);
      Arrays.fill(command.effort, 0);
    }
    return motion.build().orElseThrow();
  }
}
