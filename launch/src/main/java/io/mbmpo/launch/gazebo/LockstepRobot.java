package io.mbmpo.launch.gazebo;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.launch.exit.LaunchException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A simulator on the wire whose physics waits for the command of every tick, as a robot that is
 * stepped: a step waits for the samples of the next tick, whose stamps are the time. A sensor that
 * has fallen silent is not waited for again before it speaks. A simulator that was only slow, so
 * that time went on without it, is heard again: its stamps are then moved by that time. One thread.
 */
public final class LockstepRobot implements RobotPort, SteppedRobot {
  private static final long POLL_NANOS = 20_000;

  /** How long the last of the sensors may come after the first, ns. */
  private static final long TOGETHER_NANOS = 200_000_000L;

  /** After so long without any sensor time goes on without them, ns. */
  private static final long QUIET_NANOS = 2_000_000_000L;

  private final RobotPort wire;
  private final Runnable reset;
  private final BooleanSupplier alive;
  private final long tickNanos;
  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final boolean[] fresh = new boolean[3];
  private final boolean[] expected = {true, true, true};
  private boolean begun;
  private boolean commanded;
  private long now;

  /** Newest stamp that came, by the simulator's clock, ns. */
  private long seen;

  /** How far time has gone on without the simulator, ns. */
  private long ahead;

  /**
   * @param wire where its sensors come in
   * @param reset asks it to put the robot back, and waits until that is done
   * @param alive whether it still runs
   */
  public LockstepRobot(
      RobotPort wire, int jointCount, long tickNanos, Runnable reset, BooleanSupplier alive) {
    this.wire = wire;
    this.tickNanos = tickNanos;
    this.reset = reset;
    this.alive = alive;
    joints = new JointState(jointCount);
  }

  /** {@inheritDoc} The seed is the simulator's own business. */
  @Override
  public void reset(long seed) {
    if (!begun || commanded) {
      step(); // takes the last tick before the reset, which could come after it
    }
    reset.run();
    expected[0] = true;
    expected[1] = true;
    expected[2] = true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LaunchException when the simulator has ended
   */
  @Override
  public void step() {
    commanded = false;
    fresh[0] = false;
    fresh[1] = false;
    fresh[2] = false;
    long start = System.nanoTime();
    long first = 0;
    long newest = seen;
    while (true) {
      newest = Math.max(newest, receive());
      long waited = System.nanoTime();
      boolean any = fresh[0] || fresh[1] || fresh[2];
      if (any && first == 0) {
        first = waited;
      }
      boolean all = any;
      for (int i = 0; i < expected.length; i++) {
        all &= fresh[i] || !expected[i];
      }
      if (all || (any && waited - first > TOGETHER_NANOS)) {
        if (begun && newest + ahead <= now) {
          ahead = now + tickNanos - newest;
        }
        begun = true;
        seen = newest;
        now = newest + ahead;
        System.arraycopy(fresh, 0, expected, 0, expected.length);
        return;
      }
      if (!alive.getAsBoolean()) {
        throw LaunchException.failedRun("the simulator has ended in the middle of an episode");
      }
      if (begun && !any && waited - start > QUIET_NANOS) {
        now += tickNanos;
        return;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Takes what has come of a later tick; returns its stamp, or the least there is. */
  private long receive() {
    long newest = Long.MIN_VALUE;
    if (!fresh[0] && wire.take(joints) && later(joints.stampNanos)) {
      fresh[0] = true;
      newest = Math.max(newest, joints.stampNanos);
    }
    if (!fresh[1] && wire.take(imu) && later(imu.stampNanos)) {
      fresh[1] = true;
      newest = Math.max(newest, imu.stampNanos);
    }
    if (!fresh[2] && wire.take(odometry) && later(odometry.stampNanos)) {
      fresh[2] = true;
      newest = Math.max(newest, odometry.stampNanos);
    }
    return newest;
  }

  /** Clocks are compared now and then, so that stamps of one tick differ by microseconds. */
  private boolean later(long stampNanos) {
    return !begun || stampNanos > seen + tickNanos / 2;
  }

  @Override
  public long nowNanos() {
    return now;
  }

  /** Where the trunk is, as the simulator knows it. Read only. */
  public OdometryState odometry() {
    return odometry;
  }

  @Override
  public boolean take(JointState into) {
    if (fresh[0]) {
      into.copyFrom(joints);
      into.stampNanos += ahead;
    }
    return fresh[0];
  }

  @Override
  public boolean take(ImuState into) {
    if (fresh[1]) {
      into.copyFrom(imu);
      into.stampNanos += ahead;
    }
    return fresh[1];
  }

  @Override
  public boolean take(OdometryState into) {
    if (fresh[2]) {
      into.copyFrom(odometry);
      into.stampNanos += ahead;
    }
    return fresh[2];
  }

  @Override
  public boolean take(OperatorInput into) {
    return wire.take(into);
  }

  @Override
  public void send(JointCommand command) {
    commanded = true;
    wire.send(command);
  }
}
