package io.mbmpo.controller.estimate;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.EstimatorConfig;
import io.mbmpo.robotconfigs.EstimatorConfig.Heading;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Odometry from IMU and legs. Tilt is the IMU's; the accelerometer moves the velocity; each foot
 * that is believed to stand measures it: the foot's lowest point p does not move, so v = −(J q̇ + ω
 * × p). That point, not the foot's centre, is what stands still while a round foot rolls. The
 * ground is taken to be flat where the feet stand. Control thread only; allocates nothing, throws
 * nothing.
 */
final class Estimator {
  /** A longer gap between two IMU samples is not bridged, ns. */
  private static final long GAP_NANOS = 50_000_000L;

  /** A foot that stands less than this says nothing. */
  private static final double LEAST_CONTACT = 0.05;

  /** Trunk speed when an estimate begins: the robot has been lying, m/s. */
  private static final double START_NOISE_MS = 0.1;

  /** Trunk speed of a robot that is still, m/s. */
  private static final double STILL_NOISE_MS = 0.05;

  /** An estimate less certain than this is none, m/s. */
  private static final double MOST_UNCERTAIN_MS = 0.5;

  /** How well the trunk's vertical speed is known between two samples, m/s. */
  private static final double RISE_NOISE_MS = 0.1;

  /** How far the gyroscope's bias wanders, rad/s in a second's root. */
  private static final double BIAS_WALK = 3e-5;

  /** Straight up or down there is no heading: cos² of the pitch from which its rate counts. */
  private static final double LEAST_COS2 = 1e-3;

  private final EstimatorConfig config;
  private final LegKinematics legs;
  private final FootContacts contacts;
  private final VelocityFilter velocity;
  private final ScalarFilter heading = new ScalarFilter();
  private final ScalarFilter height = new ScalarFilter();
  private final ScalarFilter[] gyroBias = {
    new ScalarFilter(), new ScalarFilter(), new ScalarFilter()
  };
  private final Stillness stillness;

  private final double[] up = new double[3];
  private final double[] upBefore = new double[3];
  private final double[] turn = new double[3];
  private final double[] column = new double[3];
  private final double[] measured = new double[3];
  private final double[] q = {0, 0, 0, 1};
  private double x;
  private double y;
  private boolean begun;
  private long imuNanos;
  private long jointNanos;

  /** Of a robot whose config has an {@link RobotConfig#estimator()}. */
  Estimator(RobotConfig robot) {
    config = robot.estimator();
    legs = new LegKinematics(robot);
    contacts = new FootContacts(robot, legs);
    velocity = new VelocityFilter(config);
    stillness = new Stillness(robot.jointCount());
    forgetBias();
  }

  private void forgetBias() {
    for (ScalarFilter bias : gyroBias) {
      bias.start(0, config.gyroBiasRadS());
    }
  }

  /**
   * The next samples begin a new estimate, of a robot at rest. All that outlives it is the
   * gyroscope's bias, and that only where the heading is the gyroscope's.
   */
  void start() {
    begun = false;
  }

  /**
   * Takes the newest good samples; each counts once, by its stamp.
   *
   * @return whether the estimate is good enough to be used
   */
  boolean update(JointState joints, ImuState imu) {
    System.arraycopy(up, 0, upBefore, 0, 3);
    setUp(imu.orientation);
    long step = imu.stampNanos - imuNanos;
    if (!begun || step < 0 || step > GAP_NANOS) {
      begin(joints, imu);
    } else {
      imuNanos = imu.stampNanos;
      if (step > 0) {
        predict(joints, imu, step * 1e-9);
      }
      if (joints.stampNanos != jointNanos) {
        correct(joints);
      }
    }
    setOrientation(imu.orientation);
    boolean good = velocity.uncertainty() < MOST_UNCERTAIN_MS; // not NaN either
    if (!good && !finite()) {
      forgetBias();
      begun = false;
    }
    return good;
  }

  private void begin(JointState joints, ImuState imu) {
    begun = true;
    imuNanos = imu.stampNanos;
    jointNanos = joints.stampNanos;
    legs.update(joints.position);
    velocity.start(START_NOISE_MS);
    if (config.heading() == Heading.IMU) {
      forgetBias();
    }
    heading.start(yaw(imu.orientation), config.orientationNoiseRad());
    height.start(contacts.overLowestFootM(up), config.footHeightNoiseM());
    stillness.start();
    x = 0;
    y = 0;
  }

  private void predict(JointState joints, ImuState imu, double dt) {
    for (int i = 0; i < 3; i++) {
      turn[i] = imu.angularVelocity[i] - gyroBias[i].value();
    }
    velocity.predict(turn, imu.linearAcceleration, up, dt);
    heading.predict(headingRate() * dt, config.gyroNoiseRadS() * dt);
    if (config.heading() == Heading.IMU) {
      double error = yaw(imu.orientation) - heading.value();
      heading.correct(Math.IEEEremainder(error, 2 * Math.PI), config.orientationNoiseRad());
    }
    stillness.update(joints.position, imu.angularVelocity, dt);
    for (int i = 0; i < 3; i++) {
      gyroBias[i].predict(0, BIAS_WALK * Math.sqrt(dt));
      if (stillness.still()) {
        gyroBias[i].correct(turn[i], config.gyroNoiseRadS());
      }
    }
    double vx = velocity.velocity(0);
    double vy = velocity.velocity(1);
    double vz = velocity.velocity(2);
    x += dt * rotatedX(vx, vy, vz);
    y += dt * rotatedY(vx, vy, vz);
    height.predict((up[0] * vx + up[1] * vy + up[2] * vz) * dt, RISE_NOISE_MS * dt);
  }

  /**
   * Rate of the heading by the gyroscope, rad/s. Up is taken half-way between two samples: at
   * either end a trunk that rolls and pitches together would seem to turn.
   */
  private double headingRate() {
    double x = 0.5 * (up[0] + upBefore[0]);
    double y = 0.5 * (up[1] + upBefore[1]);
    double z = 0.5 * (up[2] + upBefore[2]);
    double cos2 = 1 - x * x;
    return cos2 < LEAST_COS2 ? 0 : (y * turn[1] + z * turn[2]) / cos2;
  }

  private void correct(JointState joints) {
    jointNanos = joints.stampNanos;
    legs.update(joints.position);
    contacts.update(joints, up);
    boolean stands = false;
    for (int i = 0; i < legs.footCount(); i++) {
      double contact = contacts.contact(i);
      if (contact >= LEAST_CONTACT) {
        stands = true;
        double doubt = 1 / Math.sqrt(contact);
        standing(i, joints);
        velocity.correct(measured, doubt * config.footVelocityNoiseMS());
        height.correct(
            contacts.overFootM(i, up) - height.value(), doubt * config.footHeightNoiseM());
      }
    }
    if (!stands && stillness.still()) {
      measured[0] = 0;
      measured[1] = 0;
      measured[2] = 0;
      velocity.correct(measured, STILL_NOISE_MS);
      height.correct(contacts.overLowestFootM(up) - height.value(), config.footHeightNoiseM());
    }
    height.raiseTo(contacts.overLowestFootM(up) - config.footHeightNoiseM());
  }

  /** The trunk's velocity if this foot stands, m/s, trunk frame. */
  private void standing(int foot, JointState joints) {
    double[] p = contacts.pointM(foot);
    double vx = turn[1] * p[2] - turn[2] * p[1];
    double vy = turn[2] * p[0] - turn[0] * p[2];
    double vz = turn[0] * p[1] - turn[1] * p[0];
    for (int k = 0; k < legs.jointCount(foot); k++) {
      legs.jacobianColumn(foot, k, p, column);
      double speed = joints.velocity[legs.joint(foot, k)];
      vx += column[0] * speed;
      vy += column[1] * speed;
      vz += column[2] * speed;
    }
    measured[0] = -vx;
    measured[1] = -vy;
    measured[2] = -vz;
  }

  /** What is believed now, stamped as the older of the two samples. */
  void write(OdometryState into) {
    into.stampNanos = Math.min(imuNanos, jointNanos);
    into.position[0] = x;
    into.position[1] = y;
    into.position[2] = height.value();
    for (int i = 0; i < 3; i++) {
      into.linearVelocity[i] = velocity.velocity(i);
      into.angularVelocity[i] = turn[i];
    }
    System.arraycopy(q, 0, into.orientation, 0, 4);
  }

  private boolean finite() {
    double sum = x + y + height.value() + heading.value() + velocity.uncertainty();
    for (int i = 0; i < 3; i++) {
      sum += velocity.velocity(i);
    }
    return Double.isFinite(sum);
  }

  /** The world's up axis in the trunk frame. */
  private void setUp(double[] o) {
    double scale = 2 / (o[0] * o[0] + o[1] * o[1] + o[2] * o[2] + o[3] * o[3]);
    up[0] = scale * (o[0] * o[2] - o[3] * o[1]);
    up[1] = scale * (o[1] * o[2] + o[3] * o[0]);
    up[2] = 1 - scale * (o[0] * o[0] + o[1] * o[1]);
  }

  /** The IMU's tilt with the heading that is believed. */
  private void setOrientation(double[] o) {
    double norm = Math.sqrt(o[0] * o[0] + o[1] * o[1] + o[2] * o[2] + o[3] * o[3]);
    double half = 0.5 * (heading.value() - yaw(o));
    double sin = Math.sin(half) / norm;
    double cos = Math.cos(half) / norm;
    q[0] = cos * o[0] - sin * o[1];
    q[1] = cos * o[1] + sin * o[0];
    q[2] = cos * o[2] + sin * o[3];
    q[3] = cos * o[3] - sin * o[2];
  }

  private double rotatedX(double vx, double vy, double vz) {
    return (1 - 2 * (q[1] * q[1] + q[2] * q[2])) * vx
        + 2 * (q[0] * q[1] - q[3] * q[2]) * vy
        + 2 * (q[0] * q[2] + q[3] * q[1]) * vz;
  }

  private double rotatedY(double vx, double vy, double vz) {
    return 2 * (q[0] * q[1] + q[3] * q[2]) * vx
        + (1 - 2 * (q[0] * q[0] + q[2] * q[2])) * vy
        + 2 * (q[1] * q[2] - q[3] * q[0]) * vz;
  }

  private static double yaw(double[] o) {
    return Math.atan2(
        2 * (o[0] * o[1] + o[3] * o[2]), o[3] * o[3] + o[0] * o[0] - o[1] * o[1] - o[2] * o[2]);
  }
}
