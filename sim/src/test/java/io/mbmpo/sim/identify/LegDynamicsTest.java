package io.mbmpo.sim.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.sim.BodyTree;
import io.mbmpo.sim.Transform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The inverse dynamics against energy, which knows nothing of them. */
class LegDynamicsTest {
  private static final RobotConfig GO1 =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs/go1"));
  private static final BodyTree TREE = new BodyTree(GO1);
  private static final double GRAVITY = 9.81;
  private static final double H = 1e-4;
  private static final int N = GO1.jointCount();
  private static final Transform UPRIGHT = Transform.rotation(0, 0, 1, 0);

  private static double[] pose(double t) {
    double[] q = new double[N];
    for (int j = 0; j < N; j++) {
      q[j] = 0.3 + 0.5 * Math.sin(3 * t + j) - 0.1 * j;
    }
    return q;
  }

  /** (x(t + h) − x(t − h)) / 2h, by component. */
  private static double[] rate(double[] before, double[] after) {
    double[] rate = new double[before.length];
    for (int i = 0; i < rate.length; i++) {
      rate[i] = (after[i] - before[i]) / (2 * H);
    }
    return rate;
  }

  /** Kinetic and potential energy of all legs, by differences of where their parts are, J. */
  private static double energyJ(double t) {
    Transform[] before = TREE.forward(UPRIGHT, pose(t - H));
    Transform[] at = TREE.forward(UPRIGHT, pose(t));
    Transform[] after = TREE.forward(UPRIGHT, pose(t + H));
    double sum = 0;
    for (int i = 1; i < at.length; i++) {
      BodyTree.Body body = TREE.bodies().get(i);
      double[] c = body.mass().com();
      double[] v = rate(before[i].apply(c[0], c[1], c[2]), after[i].apply(c[0], c[1], c[2]));
      double m = body.mass().massKg();
      sum += 0.5 * m * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
      sum += m * GRAVITY * at[i].apply(c[0], c[1], c[2])[2];
      double[] w = turning(before[i].r(), at[i].r(), after[i].r());
      double[] inertia = body.mass().inertia();
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          sum += 0.5 * w[a] * inertia[3 * a + b] * w[b];
        }
      }
    }
    return sum;
  }

  /** Angular velocity in the body's frame, from Rᵀ·Ṙ, rad/s. */
  private static double[] turning(double[] before, double[] at, double[] after) {
    double[] rate = rate(before, after);
    double[] w = new double[9];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        for (int k = 0; k < 3; k++) {
          w[3 * a + b] += at[3 * k + a] * rate[3 * k + b];
        }
      }
    }
    return new double[] {w[7], w[2], w[3]};
  }

  @Test
  void thePowerOfTheTorquesIsTheChangeOfEnergy() {
    LegDynamics dynamics = new LegDynamics(GO1);
    for (double t = 0; t < 2; t += 0.1) {
      double[] v = rate(pose(t - H), pose(t + H));
      double[] a = new double[N];
      for (int j = 0; j < N; j++) {
        a[j] = (pose(t + H)[j] - 2 * pose(t)[j] + pose(t - H)[j]) / (H * H);
      }
      double[] torque = new double[N];
      dynamics.torque(
          pose(t), v, a, new double[3], new double[3], new double[] {0, 0, GRAVITY}, torque);
      double power = 0;
      for (int j = 0; j < N; j++) {
        power += torque[j] * v[j];
      }
      double change = (energyJ(t + H) - energyJ(t - H)) / (2 * H);
      assertThat(power).as("at %s s", t).isCloseTo(change, within(0.01 + 0.002 * Math.abs(power)));
    }
  }

  @Test
  void aTrunkThatFallsFreelyAsksForNoTorqueOfLegsAtRest() {
    double[] torque = new double[N];
    double[] still = new double[N];
    new LegDynamics(GO1)
        .torque(pose(0), still, still, new double[3], new double[3], new double[3], torque);
    assertThat(torque).containsOnly(new double[] {0}, within(1e-12));
  }
}
