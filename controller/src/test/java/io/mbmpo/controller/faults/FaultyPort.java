package io.mbmpo.controller.faults;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;

/** A robot's port whose every sensor can be given every fault. */
final class FaultyPort implements RobotPort {
  private static final double[] ABSURD = {
    Double.NaN, Double.POSITIVE_INFINITY, 1e300, Double.NEGATIVE_INFINITY, -1e9
  };

  /** A fifth of a second: four times the timeout of joint state and IMU, twice odometry's. */
  private static final int LATE_TICKS = Bench.ticksOf(0.2);

  private static final int OPERATOR_LATE_TICKS = Bench.ticksOf(1);

  private final RobotPort port;
  private final FaultLine<JointState> joints;
  private final FaultLine<ImuState> imu;
  private final FaultLine<OdometryState> odometry;
  private final FaultLine<OperatorInput> operator;

  FaultyPort(RobotPort port) {
    this.port = port;
    int count = Bench.CONFIG.jointCount();
    joints =
        new FaultLine<>(
            port::take,
            JointState::copyFrom,
            (state, other) -> state.stampNanos = other.stampNanos,
            (state, tick) -> state.velocity[tick % count] = absurd(tick),
            state -> {
              JointState copy = new JointState(count);
              copy.copyFrom(state);
              return copy;
            },
            new JointState(count),
            LATE_TICKS);
    imu =
        new FaultLine<>(
            port::take,
            ImuState::copyFrom,
            (state, other) -> state.stampNanos = other.stampNanos,
            (state, tick) -> state.orientation[tick % 4] = absurd(tick),
            state -> {
              ImuState copy = new ImuState();
              copy.copyFrom(state);
              return copy;
            },
            new ImuState(),
            LATE_TICKS);
    odometry =
        new FaultLine<>(
            port::take,
            OdometryState::copyFrom,
            (state, other) -> state.stampNanos = other.stampNanos,
            (state, tick) -> state.position[tick % 3] = absurd(tick),
            state -> {
              OdometryState copy = new OdometryState();
              copy.copyFrom(state);
              return copy;
            },
            new OdometryState(),
            LATE_TICKS);
    operator =
        new FaultLine<>(
            port::take,
            OperatorInput::copyFrom,
            (input, other) -> input.stampNanos = other.stampNanos,
            (input, tick) -> input.axes[tick % input.axes.length] = (float) absurd(tick),
            input -> {
              OperatorInput copy = new OperatorInput();
              copy.copyFrom(input);
              return copy;
            },
            new OperatorInput(),
            OPERATOR_LATE_TICKS);
  }

  private static double absurd(int tick) {
    return ABSURD[tick % ABSURD.length];
  }

  /** What each sensor says that is wrong stands in {@link Sensor}. */
  void inject(Sensor sensor, Fault fault) {
    switch (sensor) {
      case JOINT_STATE -> joints.inject(fault, (state, tick) -> state.position[2] += 0.5);
      case IMU ->
          imu.inject(
              fault,
              (state, tick) -> {
                state.orientation[0] = Math.sin(0.6);
                state.orientation[3] = Math.cos(0.6);
              });
      case ODOMETRY -> odometry.inject(fault, (state, tick) -> state.position[2] -= 0.3);
      case OPERATOR -> operator.inject(fault, (input, tick) -> input.buttons <<= 1);
    }
  }

  @Override
  public boolean take(JointState into) {
    return joints.take(into);
  }

  @Override
  public boolean take(ImuState into) {
    return imu.take(into);
  }

  @Override
  public boolean take(OdometryState into) {
    return odometry.take(into);
  }

  @Override
  public boolean take(OperatorInput into) {
    return operator.take(into);
  }

  @Override
  public void send(JointCommand command) {
    port.send(command);
  }
}
