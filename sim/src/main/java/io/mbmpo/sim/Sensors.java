package io.mbmpo.sim;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.SimulationConfig;
import java.util.Random;

/**
 * Joint encoders, IMU (REP-145, at the trunk's origin) and odometry. Noise is Gaussian and white;
 * gyroscope and accelerometer may also have an error that stays the same for an episode. Position
 * and height are exact, since the config names no noise for them. IMU and odometry err
 * independently. A measurement allocates nothing.
 */
final class Sensors {
  private final SimulationConfig sigma;
  private final boolean noisy;

  /** A drive measures its current: it reports what it believes to give. */
  private final double motorStrength;

  private final SensorPipeline<JointState> joints;
  private final SensorPipeline<ImuState> imu;
  private final SensorPipeline<OdometryState> odometry;
  private Random jointNoise = new Random(0);
  private Random imuNoise = jointNoise;
  private Random odometryNoise = jointNoise;
  private Random accelerometerNoise = jointNoise;
  private final double[] gyroBias = new double[3];
  private final double[] accelerometerBias = new double[3];

  Sensors(RobotConfig config, boolean noisy, InProcessPort port) {
    this.sigma = config.simulation();
    this.noisy = noisy;
    this.motorStrength = sigma.identified().motorStrength();
    joints = new SensorPipeline<>(() -> new JointState(config.jointCount()), port::publish);
    imu = new SensorPipeline<>(ImuState::new, port::publish);
    odometry = new SensorPipeline<>(OdometryState::new, port::publish);
  }

  /** Clears all pipes; a new episode's noise, and delay in ticks. */
  void reset(SeededStreams streams, int delayTicks) {
    jointNoise = streams.stream("joint noise");
    imuNoise = streams.stream("imu noise");
    odometryNoise = streams.stream("odometry noise");
    accelerometerNoise = streams.stream("accelerometer noise");
    Random biases = streams.stream("imu biases");
    for (int i = 0; i < 3; i++) {
      gyroBias[i] = sigma.gyroBiasRadS() * biases.nextGaussian();
      accelerometerBias[i] = sigma.accelerometerBiasMS2() * biases.nextGaussian();
    }
    joints.reset(delayTicks);
    imu.reset(delayTicks);
    odometry.reset(delayTicks);
  }

  /**
   * Measures, and publishes what has arrived.
   *
   * @param specificForce acceleration minus gravity, m/s², trunk frame
   */
  void measure(Truth truth, double[] specificForce) {
    measureJoints(truth, joints.measure());
    joints.push();
    measureImu(truth, specificForce, imu.measure());
    imu.push();
    measureOdometry(truth, odometry.measure());
    odometry.push();
  }

  private void measureJoints(Truth truth, JointState into) {
    into.stampNanos = truth.stampNanos;
    noisy(truth.jointPosition, sigma.jointPositionNoiseRad(), jointNoise, into.position);
    noisy(truth.jointVelocity, sigma.jointVelocityNoiseRadS(), jointNoise, into.velocity);
    for (int i = 0; i < into.effort.length; i++) {
      into.effort[i] = truth.jointTorque[i] / motorStrength;
    }
  }

  private void measureImu(Truth truth, double[] specificForce, ImuState into) {
    into.stampNanos = truth.stampNanos;
    noisyOrientation(truth.orientation, imuNoise, into.orientation);
    noisy(truth.angularVelocity, sigma.gyroNoiseRadS(), imuNoise, into.angularVelocity);
    noisy(
        specificForce, sigma.accelerometerNoiseMS2(), accelerometerNoise, into.linearAcceleration);
    for (int i = 0; noisy && i < 3; i++) {
      into.angularVelocity[i] += gyroBias[i];
      into.linearAcceleration[i] += accelerometerBias[i];
    }
  }

  private void measureOdometry(Truth truth, OdometryState into) {
    into.stampNanos = truth.stampNanos;
    System.arraycopy(truth.position, 0, into.position, 0, 3);
    noisyOrientation(truth.orientation, odometryNoise, into.orientation);
    noisy(truth.angularVelocity, sigma.gyroNoiseRadS(), odometryNoise, into.angularVelocity);
    double[] q = truth.orientation;
    double[] v = truth.linearVelocity;
    rotateBack(q, v, into.linearVelocity);
    noisy(into.linearVelocity, sigma.odometryVelocityNoiseMS(), odometryNoise, into.linearVelocity);
  }

  private void noisy(double[] exact, double standardDeviation, Random random, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = noisy ? exact[i] + standardDeviation * random.nextGaussian() : exact[i];
    }
  }

  /** Turned by a small Gaussian rotation vector. */
  private void noisyOrientation(double[] q, Random random, double[] into) {
    if (!noisy) {
      System.arraycopy(q, 0, into, 0, 4);
      return;
    }
    double half = 0.5 * sigma.orientationNoiseRad();
    double x = half * random.nextGaussian();
    double y = half * random.nextGaussian();
    double z = half * random.nextGaussian();
    into[0] = q[0] + q[3] * x + q[1] * z - q[2] * y;
    into[1] = q[1] + q[3] * y + q[2] * x - q[0] * z;
    into[2] = q[2] + q[3] * z + q[0] * y - q[1] * x;
    into[3] = q[3] - q[0] * x - q[1] * y - q[2] * z;
    double norm =
        Math.sqrt(into[0] * into[0] + into[1] * into[1] + into[2] * into[2] + into[3] * into[3]);
    for (int i = 0; i < 4; i++) {
      into[i] /= norm;
    }
  }

  /** A world vector in the frame that {@code q} (x, y, z, w) turns into the world. */
  static void rotateBack(double[] q, double[] v, double[] into) {
    double tx = 2 * (q[2] * v[1] - q[1] * v[2]);
    double ty = 2 * (q[0] * v[2] - q[2] * v[0]);
    double tz = 2 * (q[1] * v[0] - q[0] * v[1]);
    into[0] = v[0] + q[3] * tx - (q[1] * tz - q[2] * ty);
    into[1] = v[1] + q[3] * ty - (q[2] * tx - q[0] * tz);
    into[2] = v[2] + q[3] * tz - (q[0] * ty - q[1] * tx);
  }
}
