package io.mbmpo.controller.sense;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.ObservationLayout;

/**
 * Builds observations as {@link ObservationLayout} has them: gravity and gyro from the IMU; height,
 * linear velocity, heading and sideways offset from odometry, which alone has them in one frame.
 * Control thread only; allocates nothing.
 */
public final class Observer {
  private final ObservationLayout layout;
  private final double[] stance;

  private double startX;
  private double startY;
  private double startSin;
  private double startCos = 1;

  public Observer(RobotConfig config) {
    layout = new ObservationLayout(config.jointCount());
    stance = config.joints().stream().mapToDouble(joint -> joint.stanceRad()).toArray();
  }

  /** Width of an observation. */
  public int size() {
    return layout.size();
  }

  /** Makes the horizontal frame in which the robot stands now the start frame. */
  public void setStartFrame(Sensors sensors) {
    double[] q = sensors.odometry().orientation;
    startX = sensors.odometry().position[0];
    startY = sensors.odometry().position[1];
    startCos = cosHeading(q);
    startSin = sinHeading(q);
  }

  /**
   * Writes one observation.
   *
   * @param filteredTargets the action filter's memory, rad
   * @param into written from {@code offset} on, {@link #size()} values
   */
  public void observe(Sensors sensors, double[] filteredTargets, float[] into, int offset) {
    double[] q = sensors.imu().orientation;
    double norm2 = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
    into[offset] = (float) (-2 * (q[0] * q[2] - q[3] * q[1]) / norm2);
    into[offset + 1] = (float) (-2 * (q[1] * q[2] + q[3] * q[0]) / norm2);
    into[offset + 2] = (float) -uprightness(sensors);
    for (int i = 0; i < 3; i++) {
      into[offset + ObservationLayout.ANGULAR_VELOCITY + i] =
          (float) sensors.imu().angularVelocity[i];
      into[offset + ObservationLayout.LINEAR_VELOCITY + i] =
          (float) sensors.odometry().linearVelocity[i];
    }
    double[] position = sensors.odometry().position;
    double[] odometryQ = sensors.odometry().orientation;
    double cos = cosHeading(odometryQ);
    double sin = sinHeading(odometryQ);
    double sideways = -startSin * (position[0] - startX) + startCos * (position[1] - startY);
    double most = ObservationLayout.MAX_OFFSET_M;
    into[offset + ObservationLayout.HEIGHT] = (float) position[2];
    into[offset + ObservationLayout.SIN_HEADING] = (float) (sin * startCos - cos * startSin);
    into[offset + ObservationLayout.COS_HEADING] = (float) (cos * startCos + sin * startSin);
    into[offset + ObservationLayout.LATERAL_OFFSET] =
        (float) Math.max(-most, Math.min(most, sideways));
    for (int i = 0; i < stance.length; i++) {
      into[offset + ObservationLayout.JOINT_POSITIONS + i] =
          (float) (sensors.joints().position[i] - stance[i]);
      into[offset + layout.jointVelocities() + i] = (float) sensors.joints().velocity[i];
      into[offset + layout.jointTargets() + i] = (float) (filteredTargets[i] - stance[i]);
    }
  }

  /** Cosine of the angle between the trunk's up axis and the vertical, from the IMU. */
  public static double uprightness(Sensors sensors) {
    return uprightness(sensors.imu().orientation);
  }

  /**
   * The same of any orientation, from -1 to 1 but for rounding.
   *
   * @param q quaternion (x, y, z, w), of any length
   */
  public static double uprightness(double[] q) {
    double norm2 = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
    return 1 - 2 * (q[0] * q[0] + q[1] * q[1]) / norm2;
  }

  /** Of the forward axis projected on the ground; 1 when the robot points straight up or down. */
  private static double cosHeading(double[] q) {
    double x = forwardX(q);
    double length = Math.hypot(x, forwardY(q));
    return length < 1e-9 ? 1 : x / length;
  }

  private static double sinHeading(double[] q) {
    double y = forwardY(q);
    double length = Math.hypot(forwardX(q), y);
    return length < 1e-9 ? 0 : y / length;
  }

  private static double forwardX(double[] q) {
    return q[3] * q[3] + q[0] * q[0] - q[1] * q[1] - q[2] * q[2];
  }

  private static double forwardY(double[] q) {
    return 2 * (q[0] * q[1] + q[3] * q[2]);
  }
}
