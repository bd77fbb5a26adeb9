package io.mbmpo.controller.estimate;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * A robot without odometry, seen as one that has it: its odometry is estimated from the joint
 * states and IMU samples that the controller takes, in this order, before it takes odometry. What
 * odometry the robot does give is withheld.
 *
 * <p>An estimate is as old as the older of the samples that it was made from. While a sensor is
 * silent or talks nonsense, or while nothing has tied the velocity down for too long, there is
 * none: the odometry grows stale, which the failsafe table knows. An estimate begins anew when the
 * controller begins to hold the joints, which is how every stand-up begins. Control thread only;
 * allocates nothing.
 */
public final class EstimatedOdometry extends ForwardingRobotPort {
  private final Estimator estimator;
  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState estimate = new OdometryState();
  private boolean jointsSeen;
  private boolean imuSeen;
  private boolean fresh;
  private boolean holding;

  private EstimatedOdometry(RobotConfig config, RobotPort robot) {
    super(robot);
    estimator = new Estimator(config);
    joints = new JointState(config.jointCount());
  }

  /** The robot as its controller is to see it: with estimates if it has no odometry, else as is. */
  public static RobotPort of(RobotConfig config, RobotPort robot) {
    return config.estimator() == null ? robot : new EstimatedOdometry(config, robot);
  }

  @Override
  public boolean take(JointState into) {
    boolean taken = super.take(into);
    if (taken
        && Sensors.sane(into.position)
        && Sensors.sane(into.velocity)
        && Sensors.sane(into.effort)) {
      joints.copyFrom(into);
      jointsSeen = true;
      fresh = true;
    }
    return taken;
  }

  @Override
  public boolean take(ImuState into) {
    boolean taken = super.take(into);
    if (taken
        && Sensors.unitQuaternion(into.orientation)
        && Sensors.sane(into.angularVelocity)
        && Sensors.sane(into.linearAcceleration)) {
      imu.copyFrom(into);
      imuSeen = true;
      fresh = true;
    }
    return taken;
  }

  @Override
  public boolean take(OdometryState into) {
    if (!fresh || !jointsSeen || !imuSeen) {
      return false;
    }
    fresh = false;
    if (!estimator.update(joints, imu)) {
      return false;
    }
    estimator.write(estimate);
    into.copyFrom(estimate);
    return true;
  }

  @Override
  public void send(JointCommand command) {
    boolean holds = false;
    for (double stiffness : command.kp) {
      holds |= stiffness > 0;
    }
    if (holds && !holding) {
      estimator.start();
    }
    holding = holds;
    super.send(command);
  }

  /** The newest estimate; at the origin before the first. */
  public OdometryState estimate() {
    return estimate;
  }
}
