package io.mbmpo.launch.doctor;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.fault.FaultySensors;
import io.mbmpo.launch.fault.SimFault;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A robot on the wire that has come to lie in simulated time, limp, and tells its last readings
 * over and over at 100 Hz: no physics while anybody listens.
 */
final class LyingRobot implements AutoCloseable {
  private static final int SETTLING_TICKS = 1500;
  private static final int READINGS = 100;
  private static final long PERIOD_NANOS = 10_000_000;
  private static final int SWINGING = 4;
  private static final double SWING_RAD = 0.2;
  private static final double SWING_RAD_S = 3;

  private final Readings readings;
  private final FaultySensors sensors;
  private final int jointCount;
  private final Thread thread = new Thread(this::tell, "lying-robot");
  private volatile boolean swinging;
  private volatile boolean over;
  private volatile long latestNanos;

  /** What it read when it was switched on, then when it lay. */
  static final class Readings {
    private final List<JointState> joints = new ArrayList<>();
    private final List<ImuState> imu = new ArrayList<>();
    private final List<OdometryState> odometry = new ArrayList<>();

    Readings(RobotConfig config, boolean noise) {
      SimulationOptions exact = SimulationOptions.nominal();
      InProcessPort port = new InProcessPort(config.jointCount());
      SimulatedQuadruped robot =
          new SimulatedQuadruped(config, noise ? exact.withNoise() : exact, port);
      robot.reset(1);
      for (int tick = 0; tick < SETTLING_TICKS; tick++) {
        robot.step();
        if (tick == 0 || tick >= SETTLING_TICKS - READINGS) {
          read(config.jointCount(), port);
        }
      }
    }

    private void read(int jointCount, InProcessPort port) {
      JointState joint = new JointState(jointCount);
      ImuState one = new ImuState();
      OdometryState pose = new OdometryState();
      if (port.take(joint) && port.take(one) && port.take(pose)) {
        joints.add(joint);
        imu.add(one);
        odometry.add(pose);
      }
    }
  }

  LyingRobot(
      RobotConfig config,
      Ros2Config ros2,
      TopicNames names,
      Set<SimFault> faults,
      Readings readings) {
    this.readings = readings;
    jointCount = config.jointCount();
    sensors = new FaultySensors("lying_" + config.name(), config, ros2, names, faults);
    thread.start();
  }

  /** The longest that it came late, ns. */
  long lateNanos() {
    return latestNanos;
  }

  /** One joint goes to and fro. */
  void swing(boolean on) {
    swinging = on;
  }

  private void tell() {
    JointState joint = new JointState(jointCount);
    ImuState one = new ImuState();
    OdometryState pose = new OdometryState();
    long next = RobotClock.tickNanos();
    for (int k = 0; !over; k++) {
      int reading = k == 0 ? 0 : 1 + k % READINGS;
      joint.copyFrom(readings.joints.get(reading));
      one.copyFrom(readings.imu.get(reading));
      pose.copyFrom(readings.odometry.get(reading));
      joint.stampNanos = one.stampNanos = pose.stampNanos = RobotClock.tickNanos();
      if (swinging) {
        double phase = SWING_RAD_S * joint.stampNanos * 1e-9;
        joint.position[SWINGING] += SWING_RAD * Math.sin(phase);
        joint.velocity[SWINGING] += SWING_RAD * SWING_RAD_S * Math.cos(phase);
      }
      sensors.publish(joint);
      sensors.publish(one);
      sensors.publish(pose);
      latestNanos = Math.max(latestNanos, RobotClock.tickNanos() - next);
      next = Math.max(next + PERIOD_NANOS, RobotClock.tickNanos());
      LockSupport.parkNanos(next - RobotClock.tickNanos());
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
    sensors.close();
  }
}
