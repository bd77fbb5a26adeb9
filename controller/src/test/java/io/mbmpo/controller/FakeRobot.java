package io.mbmpo.controller;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A kinematic robot: joints follow their targets with a lag of 20 ms, the trunk rises as the joints
 * come near the stance and stays upright unless a test tilts it; limp, its legs fold, or sprawl.
 * Each sensor can be muted or spoilt.
 */
public final class FakeRobot implements SteppedRobot {
  private static final double LAG_S = 0.02;
  private static final double LIMP_S = 0.3;

  public final InProcessPort port;
  public final JointCommand command;
  public boolean jointsMuted;
  public boolean imuMuted;
  public boolean odometryMuted;
  public double rollRad;
  public boolean sprawled;
  public double sinkM;
  public double forwardMS;
  public Consumer<JointState> spoilJoints = state -> {};
  public Consumer<ImuState> spoilImu = state -> {};
  public Consumer<OdometryState> spoilOdometry = state -> {};

  private final JointConfig[] joints;
  private final long periodNanos;
  private final JointState jointState;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  public final OperatorInput operator = new OperatorInput();
  public boolean operatorThere;
  public Consumer<OperatorInput> spoilOperator = input -> {};
  private final OperatorConfig buttons;
  private final double[] q;
  private long nowNanos = 1_000_000_000L;

  public FakeRobot(RobotConfig config) {
    joints = config.joints().toArray(new JointConfig[0]);
    buttons = config.onboard().operator();
    periodNanos = config.control().tickPeriodNanos();
    port = new InProcessPort(joints.length);
    command = new JointCommand(joints.length);
    jointState = new JointState(joints.length);
    q = new double[joints.length];
    reset(0);
  }

  @Override
  public void reset(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < q.length; i++) {
      q[i] = joints[i].crouchRad() + 0.05 * random.nextDouble();
    }
    odometry.position[0] = 0;
  }

  @Override
  public void step() {
    nowNanos += periodNanos;
    double dt = periodNanos * 1e-9;
    port.takeCommand(command);
    double distance = 0;
    double span = 0;
    for (int i = 0; i < q.length; i++) {
      double before = q[i];
      boolean limp = command.kp[i] == 0;
      double rest = sprawled ? joints[i].stanceRad() : joints[i].crouchRad();
      double target = limp ? rest : command.position[i];
      q[i] += (target - q[i]) * (1 - Math.exp(-dt / (limp ? LIMP_S : LAG_S)));
      jointState.position[i] = q[i];
      jointState.velocity[i] = (q[i] - before) / dt;
      jointState.effort[i] = 0;
      distance += Math.abs(q[i] - joints[i].stanceRad());
      span += Math.abs(joints[i].crouchRad() - joints[i].stanceRad());
    }
    jointState.stampNanos = nowNanos;
    imu.stampNanos = nowNanos;
    imu.orientation[0] = Math.sin(rollRad / 2);
    imu.orientation[1] = 0;
    imu.orientation[2] = 0;
    imu.orientation[3] = Math.cos(rollRad / 2);
    Arrays.fill(imu.angularVelocity, 0);
    imu.angularVelocity[2] = tremor();
    imu.linearAcceleration[2] = 9.81;
    odometry.stampNanos = nowNanos;
    System.arraycopy(imu.orientation, 0, odometry.orientation, 0, 4);
    odometry.position[0] += forwardMS * dt;
    odometry.position[2] = 0.05 + 0.25 * Math.max(0, 1 - distance / span) - sinkM;
    Arrays.fill(odometry.linearVelocity, 0);
    odometry.linearVelocity[0] = forwardMS;
    odometry.linearVelocity[1] = tremor();
    spoilJoints.accept(jointState);
    spoilImu.accept(imu);
    spoilOdometry.accept(odometry);
    if (!jointsMuted) {
      port.publish(jointState);
    }
    if (!imuMuted) {
      port.publish(imu);
    }
    if (!odometryMuted) {
      port.publish(odometry);
    }
    publishOperator();
  }

  /** Nothing that is alive measures the same twice. */
  private double tremor() {
    return 1e-9 * (nowNanos / periodNanos % 7);
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  /** The operator's hands: from now on they hold the deadman button, and these two if wanted. */
  public void operator(boolean emergencyStop, boolean clear) {
    hands(
        buttons.deadmanButton(),
        emergencyStop ? buttons.emergencyStopButton() : buttons.deadmanButton(),
        clear ? buttons.clearButton() : buttons.deadmanButton());
  }

  /** From now on the operator's hands press these buttons and no other. */
  public void hands(int... pressed) {
    operatorThere = true;
    operator.buttons = 0;
    for (int button : pressed) {
      operator.buttons |= 1 << button;
    }
    publishOperator();
  }

  private void publishOperator() {
    if (operatorThere) {
      operator.stampNanos = nowNanos;
      spoilOperator.accept(operator);
      port.publish(operator);
    }
  }
}
