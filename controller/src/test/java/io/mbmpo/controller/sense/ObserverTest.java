package io.mbmpo.controller.sense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.task.ObservationLayout;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private final InProcessPort port = new InProcessPort(12);
  private final Sensors sensors = new Sensors(12);
  private final Observer observer = new Observer(Bench.CONFIG);
  private final ObservationLayout layout = new ObservationLayout(12);
  private final JointState joints = new JointState(12);
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final double[] targets = new double[12];

  @BeforeEach
  void standAtStance() {
    for (int i = 0; i < 12; i++) {
      joints.position[i] = Bench.CONFIG.joints().get(i).stanceRad();
      targets[i] = joints.position[i];
    }
  }

  @Test
  void uprightAtTheStartGravityPointsDownAndTheRestIsZero() {
    odometry.position[2] = 0.28;
    read();
    observer.setStartFrame(sensors);
    float[] s = observe();
    assertThat(s[0]).isZero();
    assertThat(s[1]).isZero();
    assertThat(s[2]).isEqualTo(-1);
    assertThat(s[ObservationLayout.HEIGHT]).isEqualTo(0.28f);
    assertThat(s[ObservationLayout.COS_HEADING]).isEqualTo(1);
    for (int i = 3; i < 9; i++) {
      assertThat(s[i]).isZero();
    }
    for (int i = ObservationLayout.SIN_HEADING; i < s.length; i++) {
      assertThat((double) s[i]).isCloseTo(i == ObservationLayout.COS_HEADING ? 1 : 0, within(1e-6));
    }
  }

  @Test
  void noseDownTiltsGravityForwardAndLeanLeftTiltsItRight() {
    rotation(imu.orientation, 0, 0.3, 0); // positive pitch: nose down
    read();
    float[] s = observe();
    assertThat((double) s[0]).isCloseTo(Math.sin(0.3), CLOSE);
    assertThat((double) s[2]).isCloseTo(-Math.cos(0.3), CLOSE);
    rotation(imu.orientation, 0.4, 0, 0); // positive roll: right side down
    read();
    s = observe();
    assertThat((double) s[1]).isCloseTo(-Math.sin(0.4), CLOSE);
    assertThat(Observer.uprightness(sensors)).isCloseTo(Math.cos(0.4), CLOSE);
  }

  @Test
  void gravityIsTheWorldsDownInTheTrunkFrameForAnyOrientation() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 200; n++) {
      double[] euler = {6 * random.nextDouble(), 6 * random.nextDouble(), 6 * random.nextDouble()};
      rotation(imu.orientation, euler[0], euler[1], euler[2]);
      read();
      float[] s = observe();
      double[][] r = matrix(euler[0], euler[1], euler[2]);
      for (int i = 0; i < 3; i++) {
        assertThat((double) s[i]).isCloseTo(-r[2][i], CLOSE);
      }
    }
  }

  @Test
  void headingAndOffsetAreMeasuredInTheStartFrame() {
    rotation(odometry.orientation, 0, 0, 2.0);
    odometry.position[0] = 5;
    odometry.position[1] = -3;
    read();
    observer.setStartFrame(sensors);
    // 2 m ahead and 0.4 m to the left of the start line, turned left by 0.7 rad
    odometry.position[0] = 5 + 2 * Math.cos(2.0) - 0.4 * Math.sin(2.0);
    odometry.position[1] = -3 + 2 * Math.sin(2.0) + 0.4 * Math.cos(2.0);
    rotation(odometry.orientation, 0.2, -0.1, 2.7);
    read();
    float[] s = observe();
    assertThat((double) s[ObservationLayout.SIN_HEADING]).isCloseTo(Math.sin(0.7), CLOSE);
    assertThat((double) s[ObservationLayout.COS_HEADING]).isCloseTo(Math.cos(0.7), CLOSE);
    assertThat((double) s[ObservationLayout.LATERAL_OFFSET]).isCloseTo(0.4, CLOSE);
  }

  @Test
  void theOffsetIsClipped() {
    read();
    observer.setStartFrame(sensors);
    odometry.position[1] = -3.5;
    read();
    assertThat(observe()[ObservationLayout.LATERAL_OFFSET]).isEqualTo(-1);
  }

  @Test
  void everySensorValueStandsInItsPlace() {
    for (int i = 0; i < 3; i++) {
      imu.angularVelocity[i] = 0.1 * (i + 1);
      odometry.angularVelocity[i] = 9; // not used: the gyro is better
      odometry.linearVelocity[i] = -0.1 * (i + 1);
    }
    for (int i = 0; i < 12; i++) {
      joints.position[i] += 0.01 * i;
      joints.velocity[i] = i;
      targets[i] += 0.02 * i;
    }
    read();
    float[] s = observe();
    assertThat((double) s[ObservationLayout.ANGULAR_VELOCITY + 2]).isCloseTo(0.3, CLOSE);
    assertThat((double) s[ObservationLayout.LINEAR_VELOCITY + 1]).isCloseTo(-0.2, CLOSE);
    for (int i = 0; i < 12; i++) {
      assertThat((double) s[ObservationLayout.JOINT_POSITIONS + i]).isCloseTo(0.01 * i, CLOSE);
      assertThat((double) s[layout.jointVelocities() + i]).isCloseTo(i, CLOSE);
      assertThat((double) s[layout.jointTargets() + i]).isCloseTo(0.02 * i, CLOSE);
    }
    assertThat(s).hasSize(Bench.TASK.observationSize());
  }

  private void read() {
    port.publish(joints);
    port.publish(imu);
    port.publish(odometry);
    sensors.read(port);
  }

  private float[] observe() {
    float[] s = new float[observer.size()];
    observer.observe(sensors, targets, s, 0);
    return s;
  }

  /** Quaternion of fixed-axis roll, pitch, yaw. */
  private static void rotation(double[] q, double roll, double pitch, double yaw) {
    double cr = Math.cos(roll / 2);
    double sr = Math.sin(roll / 2);
    double cp = Math.cos(pitch / 2);
    double sp = Math.sin(pitch / 2);
    double cy = Math.cos(yaw / 2);
    double sy = Math.sin(yaw / 2);
    q[0] = sr * cp * cy - cr * sp * sy;
    q[1] = cr * sp * cy + sr * cp * sy;
    q[2] = cr * cp * sy - sr * sp * cy;
    q[3] = cr * cp * cy + sr * sp * sy;
  }

  /** Rotation matrix Rz·Ry·Rx, trunk to world. */
  private static double[][] matrix(double roll, double pitch, double yaw) {
    double cr = Math.cos(roll);
    double sr = Math.sin(roll);
    double cp = Math.cos(pitch);
    double sp = Math.sin(pitch);
    double cy = Math.cos(yaw);
    double sy = Math.sin(yaw);
    return new double[][] {
      {cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr},
      {sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr},
      {-sp, cp * sr, cp * cr}
    };
  }
}
