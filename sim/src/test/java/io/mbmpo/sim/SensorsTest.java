package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.SimulationConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorsTest {

  @Test
  void atRestTheAccelerometerReadsGUpwards() {
    Rig rig = new Rig(SimulationOptions.nominal());
    rig.standUp();
    rig.run(2);
    assertThat(rig.imu.linearAcceleration[2]).isCloseTo(9.81, within(0.05));
    assertThat(rig.imu.linearAcceleration[0]).isCloseTo(0, within(0.3));
    assertThat(rig.imu.linearAcceleration[1]).isCloseTo(0, within(0.3));
    assertThat(rig.imu.orientation[3]).isCloseTo(1, within(1e-3));
  }

  /** Over any time, what the accelerometer gathered is the change of velocity plus g·t. */
  @Test
  void theAccelerometerAddsUpToTheChangeOfVelocity() {
    Rig rig = new Rig(SimulationOptions.nominal());
    rig.standUp();
    double[] before = rig.truth().linearVelocity.clone();
    double[] sum = new double[3];
    double[] quaternion = new double[4];
    rig.runRandomTargets(
        0.5,
        5,
        0.2,
        () -> {
          System.arraycopy(rig.truth().orientation, 0, quaternion, 0, 4);
          double[] f =
              Transform.of(quaternion, new double[3])
                  .rotate(
                      rig.imu.linearAcceleration[0],
                      rig.imu.linearAcceleration[1],
                      rig.imu.linearAcceleration[2]);
          for (int i = 0; i < 3; i++) {
            sum[i] += f[i] * rig.tickS();
          }
        });
    for (int i = 0; i < 3; i++) {
      double gravity = i == 2 ? 9.81 * 0.5 : 0;
      assertThat(sum[i] - gravity)
          .isCloseTo(rig.truth().linearVelocity[i] - before[i], within(1e-9));
    }
  }

  /** Gyroscope, orientation and their signs: the one is the other's rate. */
  @Test
  void theGyroscopeIsTheRateOfTheOrientation() {
    Rig rig = new Rig(SimulationOptions.nominal());
    rig.standUp();
    double[] previous = rig.imu.orientation.clone();
    double[] worst = {0};
    double[] fastest = {0};
    rig.runRandomTargets(
        0.5,
        5,
        0.3,
        () -> {
          double[] q = rig.imu.orientation;
          // Small rotation from previous to q in the trunk's frame: 2·vec(previous⁻¹·q).
          double[] p = previous;
          double x = 2 * (p[3] * q[0] - p[0] * q[3] - p[1] * q[2] + p[2] * q[1]);
          double y = 2 * (p[3] * q[1] - p[1] * q[3] - p[2] * q[0] + p[0] * q[2]);
          double z = 2 * (p[3] * q[2] - p[2] * q[3] - p[0] * q[1] + p[1] * q[0]);
          double[] w = rig.imu.angularVelocity;
          worst[0] = Math.max(worst[0], Math.abs(x / rig.tickS() - w[0]));
          worst[0] = Math.max(worst[0], Math.abs(y / rig.tickS() - w[1]));
          worst[0] = Math.max(worst[0], Math.abs(z / rig.tickS() - w[2]));
          fastest[0] = Math.max(fastest[0], Math.hypot(w[0], Math.hypot(w[1], w[2])));
          System.arraycopy(q, 0, previous, 0, 4);
        });
    assertThat(fastest[0]).isGreaterThan(0.5);
    assertThat(worst[0]).isLessThan(0.02 * fastest[0]);
  }

  @Test
  void odometryIsTheTrunkInTheWorldWithVelocitiesInItsOwnFrame() {
    double yaw = 1.2;
    DomainRange turned =
        new DomainRange(
            DomainRange.Interval.fixed(1),
            DomainRange.Interval.fixed(1),
            DomainRange.Interval.fixed(1),
            DomainRange.Interval.fixed(0),
            DomainRange.Interval.fixed(0),
            DomainRange.Interval.fixed(yaw));
    Rig rig = new Rig(SimulationOptions.nominal().withDomain(turned));
    assertThat(2 * Math.atan2(rig.truth().orientation[2], rig.truth().orientation[3]))
        .isCloseTo(yaw, within(1e-9));
    rig.standUp();
    rig.runRandomTargets(0.3, 2, 0.2, () -> {});
    Truth truth = rig.truth();
    double[] v = rig.odometry.linearVelocity;
    double[] world = Transform.of(truth.orientation, truth.position).rotate(v[0], v[1], v[2]);
    assertThat(world).containsExactly(truth.linearVelocity, within(1e-12));
    assertThat(rig.odometry.position).containsExactly(truth.position);
    assertThat(rig.odometry.angularVelocity).containsExactly(truth.angularVelocity);
  }

  @Test
  void latencyShiftsReadingsByWholeTicksAndKeepsTheirStamps() {
    Rig prompt = new Rig(SimulationOptions.nominal());
    Rig late = new Rig(SimulationOptions.nominal().withLatency(0.02));
    prompt.robot.reset(8);
    late.robot.reset(8);
    int ticks = 10;
    assertThat(late.robot.nowNanos() - prompt.robot.nowNanos()).isEqualTo(2L * ticks * 2_000_000);
    List<double[]> positions = new ArrayList<>();
    List<double[]> rates = new ArrayList<>();
    prompt.runRandomTargets(
        0.3,
        1,
        0.3,
        () -> {
          positions.add(prompt.joints.position.clone());
          rates.add(prompt.imu.angularVelocity.clone());
        });
    int[] step = {0};
    late.runRandomTargets(
        0.3,
        1,
        0.3,
        () -> {
          int then = step[0]++ - ticks;
          assertThat(late.robot.nowNanos() - late.joints.stampNanos).isEqualTo(20_000_000L);
          assertThat(late.robot.nowNanos() - late.imu.stampNanos).isEqualTo(20_000_000L);
          assertThat(late.robot.nowNanos() - late.odometry.stampNanos).isEqualTo(20_000_000L);
          if (then >= 0) {
            assertThat(late.joints.position).containsExactly(positions.get(then));
            assertThat(late.imu.angularVelocity).containsExactly(rates.get(then));
          } else {
            assertThat(late.joints.velocity).containsOnly(0);
          }
        });
  }

  @Test
  void noiseHasTheConfiguredSpreadAndNoBias() {
    Rig rig = new Rig(SimulationOptions.nominal().withNoise());
    Spread position = new Spread();
    Spread velocity = new Spread();
    Spread gyro = new Spread();
    Spread tilt = new Spread();
    Spread odometry = new Spread();
    rig.run(
        4,
        () -> {
          Truth truth = rig.truth();
          for (int i = 0; i < 12; i++) {
            position.add(rig.joints.position[i] - truth.jointPosition[i]);
            velocity.add(rig.joints.velocity[i] - truth.jointVelocity[i]);
          }
          double[] v = new double[3];
          Sensors.rotateBack(truth.orientation, truth.linearVelocity, v);
          for (int i = 0; i < 3; i++) {
            gyro.add(rig.imu.angularVelocity[i] - truth.angularVelocity[i]);
            odometry.add(rig.odometry.linearVelocity[i] - v[i]);
          }
          tilt.add(2 * (rig.imu.orientation[0] - truth.orientation[0]));
        });
    position.check(0.004);
    velocity.check(0.1);
    gyro.check(0.05);
    tilt.check(0.01);
    odometry.check(0.03);
  }

  @Test
  void biasesStayForAnEpisodeAndComeWithTheNoiseAlone() {
    RobotConfig plain = TestRobots.quadruped();
    SimulationConfig s = new SimulationConfig(0.8, 0.05, 0, 0, 0, 0, 0, 0.02, 0, 0.5);
    RobotConfig biased = plain.with(s, null);
    Rig exact = new Rig(biased, SimulationOptions.nominal());
    exact.run(0.1, () -> assertThat(gyroError(exact)).containsExactly(0, 0, 0));
    Rig rig = new Rig(biased, SimulationOptions.nominal().withNoise());
    rig.robot.reset(1);
    rig.step();
    double[] first = gyroError(rig);
    double[] acceleration = rig.imu.linearAcceleration.clone();
    assertThat(Math.abs(first[0])).isBetween(1e-4, 0.1);
    assertThat(first[1]).isNotCloseTo(first[0], within(1e-4));
    rig.run(1, () -> assertThat(gyroError(rig)).containsExactly(first, within(1e-12)));
    rig.robot.reset(2);
    rig.step();
    assertThat(gyroError(rig)[0]).isNotCloseTo(first[0], within(1e-4));
    assertThat(rig.imu.linearAcceleration[1]).isNotCloseTo(acceleration[1], within(1e-3));
  }

  private static double[] gyroError(Rig rig) {
    double[] error = new double[3];
    for (int i = 0; i < 3; i++) {
      error[i] = rig.imu.angularVelocity[i] - rig.truth().angularVelocity[i];
    }
    return error;
  }

  private static final class Spread {
    private double sum;
    private double squares;
    private int count;

    void add(double x) {
      sum += x;
      squares += x * x;
      count++;
    }

    /** Mean within 4 standard errors, deviation within 8 % (2000 samples or more). */
    void check(double expected) {
      double mean = sum / count;
      assertThat(mean).isCloseTo(0, within(4 * expected / Math.sqrt(count)));
      assertThat(Math.sqrt(squares / count - mean * mean))
          .isCloseTo(expected, within(0.08 * expected));
    }
  }
}
