package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * From sensor messages to the port's states: joints by name, stamps in the control loop's time. The
 * {@code take} methods belong to the control thread; the {@code accept} methods to the wire, each
 * to one thread at a time. Allocates nothing.
 */
public final class SensorIntake {
  private static final double NANO = 1e-9;

  private final RobotClock clock;
  private final boolean believeStamps;
  private final JointNames names;
  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final Handoff<JointState> jointStates;
  private final Handoff<ImuState> imuStates = new Handoff<>(ImuState::new, ImuState::copyFrom);
  private final Handoff<OdometryState> odometryStates =
      new Handoff<>(OdometryState::new, OdometryState::copyFrom);
  private volatile double stampAgeS = Double.NaN;

  /**
   * @param believeStamps the robot's clock is this machine's; else a sample is as old as its
   *     arrival
   */
  public SensorIntake(RobotConfig config, boolean believeStamps, RobotClock clock) {
    this.clock = clock;
    this.believeStamps = believeStamps;
    names = new JointNames(config);
    joints = new JointState(config.jointCount());
    jointStates = new Handoff<>(() -> new JointState(config.jointCount()), JointState::copyFrom);
  }

  /** Why the message cannot be used; null when it was taken. */
  public Refusal accept(JointStateMessage message) {
    if (!names.find(message.name)) {
      return Refusal.JOINTS;
    }
    if (message.position.length != message.name.length
        || message.velocity.length != message.name.length
        || (message.effort.length != 0 && message.effort.length != message.name.length)) {
      return Refusal.LENGTHS;
    }
    joints.stampNanos = stamp(message.header);
    for (int i = 0; i < joints.position.length; i++) {
      int place = names.place(i);
      joints.position[i] = message.position.values[place];
      joints.velocity[i] = message.velocity.values[place];
      joints.effort[i] = measured(message.effort, place);
    }
    jointStates.put(joints);
    return null;
  }

  /** An effort that is not there, or NaN as ROS 2 writes what is not measured, counts as 0. */
  private static double measured(Doubles effort, int place) {
    return effort.length == 0 || Double.isNaN(effort.values[place]) ? 0 : effort.values[place];
  }

  /** Takes an IMU sample. */
  public void accept(ImuMessage message) {
    imu.stampNanos = stamp(message.header);
    System.arraycopy(message.orientation, 0, imu.orientation, 0, 4);
    System.arraycopy(message.angularVelocity, 0, imu.angularVelocity, 0, 3);
    System.arraycopy(message.linearAcceleration, 0, imu.linearAcceleration, 0, 3);
    imuStates.put(imu);
  }

  /** Takes odometry. */
  public void accept(OdometryMessage message) {
    odometry.stampNanos = stamp(message.header);
    System.arraycopy(message.position, 0, odometry.position, 0, 3);
    System.arraycopy(message.orientation, 0, odometry.orientation, 0, 4);
    System.arraycopy(message.linearVelocity, 0, odometry.linearVelocity, 0, 3);
    System.arraycopy(message.angularVelocity, 0, odometry.angularVelocity, 0, 3);
    odometryStates.put(odometry);
  }

  private long stamp(Header header) {
    long now = RobotClock.tickNanos();
    long measured = clock.toTick(header.stamp());
    stampAgeS = (now - measured) * NANO;
    return believeStamps ? measured : now;
  }

  public boolean take(JointState into) {
    return jointStates.take(into);
  }

  public boolean take(ImuState into) {
    return imuStates.take(into);
  }

  public boolean take(OdometryState into) {
    return odometryStates.take(into);
  }

  /** How old the newest sample was on arrival by its stamp, s; NaN before the first. */
  public double stampAgeS() {
    return stampAgeS;
  }
}
