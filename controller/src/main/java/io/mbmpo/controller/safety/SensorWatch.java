package io.mbmpo.controller.safety;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.SensorCheckConfig;
import java.util.Arrays;

/**
 * Sensors that report in time and say nothing absurd, and are still not to be believed: one repeats
 * itself to the bit while the robot moves, or two that measure the same differ. Control thread
 * only; allocates nothing.
 *
 * <p>That the robot moves is seen from the joints, and for the joints from their targets: a robot
 * that stands still may well measure the same for ever.
 */
public final class SensorWatch {
  /** A joint or its target that has gone this far has moved, rad. */
  private static final double MOVED_RAD = 0.05;

  /** The difference between position and integrated speed is forgotten in this time, s. */
  private static final double FORGET_S = 0.1;

  /** Over a longer gap between two samples, speed says nothing about position, s. */
  private static final double MAX_GAP_S = 0.02;

  private final SensorCheckConfig config;
  private final double cosAttitudeError;
  private final Repeats joints;
  private final Repeats imu;
  private final Repeats odometry;
  private final double[] before;
  private final double[] error;
  private long stampBefore;

  public SensorWatch(int jointCount, SensorCheckConfig config) {
    this.config = config;
    cosAttitudeError = Math.cos(config.attitudeErrorRad());
    joints = new Repeats(2 * jointCount, jointCount, config.stuckS());
    imu = new Repeats(10, jointCount, config.stuckS());
    odometry = new Repeats(10, jointCount, config.stuckS());
    before = new double[jointCount];
    error = new double[jointCount];
  }

  /** The robot begins to move from where it is; what was before does not count. */
  public void start(Sensors sensors) {
    double[] q = sensors.joints().position;
    joints.start(q, sensors.joints().stampNanos);
    imu.start(q, sensors.imu().stampNanos);
    odometry.start(q, sensors.odometry().stampNanos);
    System.arraycopy(q, 0, before, 0, before.length);
    Arrays.fill(error, 0);
    stampBefore = sensors.joints().stampNanos;
  }

  /**
   * Bits of the conditions that hold now. Call once a tick.
   *
   * @param targets where the joints were last sent, rad
   */
  public long evaluate(Sensors sensors, double[] targets) {
    long bits = 0;
    if (stuck(sensors, targets)) {
      bits |= Condition.SENSOR_STUCK.bit();
    }
    if (runsAway(sensors.joints())) {
      bits |= Condition.JOINTS_IMPLAUSIBLE.bit();
    }
    if (cosBetweenUps(sensors.imu().orientation, sensors.odometry().orientation)
        < cosAttitudeError) {
      bits |= Condition.ATTITUDE_IMPLAUSIBLE.bit();
    }
    return bits;
  }

  private boolean stuck(Sensors sensors, double[] targets) {
    JointState j = sensors.joints();
    joints.begin().compare(j.position).compare(j.velocity);
    boolean jointsStuck = joints.stuck(targets, j.stampNanos);
    ImuState i = sensors.imu();
    imu.begin().compare(i.orientation).compare(i.angularVelocity).compare(i.linearAcceleration);
    boolean imuStuck = imu.stuck(j.position, i.stampNanos);
    OdometryState o = sensors.odometry();
    odometry.begin().compare(o.position).compare(o.orientation).compare(o.linearVelocity);
    boolean odometryStuck = odometry.stuck(j.position, o.stampNanos); // each sees every sample
    return jointsStuck || imuStuck || odometryStuck;
  }

  private boolean runsAway(JointState j) {
    double dt = Math.max(0, (j.stampNanos - stampBefore) * 1e-9);
    stampBefore = j.stampNanos;
    boolean gap = dt > MAX_GAP_S;
    boolean away = false;
    for (int i = 0; i < error.length; i++) {
      double step = j.position[i] - before[i] - j.velocity[i] * dt;
      error[i] = gap ? 0 : (1 - dt / FORGET_S) * error[i] + step;
      before[i] = j.position[i];
      away |= Math.abs(error[i]) > config.jointErrorRad();
    }
    return away;
  }

  /** Cosine of the angle between the up axes of two trunks, each seen from its own world. */
  private static double cosBetweenUps(double[] p, double[] q) {
    double x = upX(p) * upX(q);
    double y = upY(p) * upY(q);
    return x + y + upZ(p) * upZ(q);
  }

  /** The world's up axis in the trunk frame. */
  private static double upX(double[] q) {
    return 2 * (q[0] * q[2] - q[3] * q[1]) / norm2(q);
  }

  private static double upY(double[] q) {
    return 2 * (q[1] * q[2] + q[3] * q[0]) / norm2(q);
  }

  private static double upZ(double[] q) {
    return 1 - 2 * (q[0] * q[0] + q[1] * q[1]) / norm2(q);
  }

  private static double norm2(double[] q) {
    return q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
  }

  /** One sensor's newest values, and since which stamp they have been the same. */
  private static final class Repeats {
    private final double[] values;
    private final double[] reference;
    private final long stuckNanos;
    private int at;
    private boolean changed;
    private long sinceNanos;

    Repeats(int values, int joints, double stuckS) {
      this.values = new double[values];
      reference = new double[joints];
      stuckNanos = Math.round(stuckS * 1e9);
    }

    void start(double[] pose, long stampNanos) {
      System.arraycopy(pose, 0, reference, 0, reference.length);
      sinceNanos = stampNanos;
    }

    Repeats begin() {
      at = 0;
      changed = false;
      return this;
    }

    Repeats compare(double[] measured) {
      for (double value : measured) {
        changed |= value != values[at];
        values[at++] = value;
      }
      return this;
    }

    boolean stuck(double[] pose, long stampNanos) {
      if (changed) {
        start(pose, stampNanos);
        return false;
      }
      return stampNanos - sinceNanos > stuckNanos && moved(pose);
    }

    private boolean moved(double[] pose) {
      for (int i = 0; i < reference.length; i++) {
        if (Math.abs(pose[i] - reference[i]) > MOVED_RAD) {
          return true;
        }
      }
      return false;
    }
  }
}
