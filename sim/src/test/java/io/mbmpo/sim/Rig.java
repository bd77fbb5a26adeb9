package io.mbmpo.sim;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Random;

/** A simulated robot and the controller's side of its port, for tests. */
final class Rig {
  final RobotConfig config;
  final InProcessPort port;
  final SimulatedQuadruped robot;
  final JointCommand command;
  final JointState joints;
  final ImuState imu = new ImuState();
  final OdometryState odometry = new OdometryState();

  Rig(RobotConfig config, SimulationOptions options) {
    this.config = config;
    port = new InProcessPort(config.jointCount());
    robot = new SimulatedQuadruped(config, options, port);
    command = new JointCommand(config.jointCount());
    joints = new JointState(config.jointCount());
  }

  Rig(SimulationOptions options) {
    this(TestRobots.quadruped(), options);
  }

  Truth truth() {
    return robot.truth();
  }

  double tickS() {
    return 1e-9 * config.control().tickPeriodNanos();
  }

  /** Steps and takes all readings. */
  void step() {
    robot.step();
    take();
  }

  void take() {
    port.take(joints);
    port.take(imu);
    port.take(odometry);
  }

  void run(double seconds) {
    run(seconds, () -> {});
  }

  void run(double seconds, Runnable eachStep) {
    for (long i = Math.round(seconds / tickS()); i > 0; i--) {
      step();
      eachStep.run();
    }
  }

  void gains() {
    for (int i = 0; i < config.jointCount(); i++) {
      command.kp[i] = config.joints().get(i).kpNmRad();
      command.kd[i] = config.joints().get(i).kdNmsRad();
    }
  }

  /** From where the joints are to the stance in one second, then held. */
  void standUp() {
    double[] from = truth().jointPosition.clone();
    int ticks = (int) Math.round(1 / tickS());
    gains();
    for (int t = 1; t <= ticks; t++) {
      for (int i = 0; i < from.length; i++) {
        double stance = config.joints().get(i).stanceRad();
        command.position[i] = from[i] + (stance - from[i]) * t / ticks;
      }
      port.send(command);
      step();
    }
  }

  /** New random targets 25 times a second. */
  void runRandomTargets(double seconds, long seed, double scale, Runnable eachStep) {
    Random random = new Random(seed);
    gains();
    int[] tick = {0};
    int hold = (int) Math.round(0.04 / tickS());
    for (long i = Math.round(seconds / tickS()); i > 0; i--) {
      if (tick[0]++ % hold == 0) {
        for (int j = 0; j < config.jointCount(); j++) {
          JointConfig joint = config.joints().get(j);
          command.position[j] = joint.stanceRad() + scale * random.nextGaussian();
        }
        port.send(command);
      }
      step();
      eachStep.run();
    }
  }
}
