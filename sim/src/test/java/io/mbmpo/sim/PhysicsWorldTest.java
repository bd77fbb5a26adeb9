package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import org.junit.jupiter.api.Test;

class PhysicsWorldTest {
  private static final double STEP_S = 0.002;
  private static final Domain NOMINAL = new Domain(1, 1, 1, 0, 0, 0);
  private static final double[] LIMP = new double[12];

  private final RobotConfig config = TestRobots.quadruped(0, 0);
  private final BodyTree tree = new BodyTree(config);
  private final double[] stance =
      config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
  private final double[] q = new double[12];
  private final double[] velocity = new double[12];

  private PhysicsWorld at(double height, double[] start) {
    Transform trunk = Transform.rotation(0, 0, 1, 0.4).moved(0, 0, height);
    return new PhysicsWorld(config, tree, NOMINAL, trunk, start, STEP_S);
  }

  private void step(PhysicsWorld world, double[] torque) {
    world.readJoints(q, velocity);
    world.step(torque, q, velocity);
  }

  @Test
  void aLimpRobotFallsFreelyAtG() {
    PhysicsWorld world = at(10, stance);
    Truth truth = Truth.of(tree);
    int steps = 500;
    for (int i = 0; i < steps; i++) {
      step(world, LIMP);
    }
    world.read(truth);
    double t = steps * STEP_S;
    // Semi-implicit Euler: z = z0 - g t (t + h) / 2, exactly.
    assertThat(truth.position[2]).isCloseTo(10 - 0.5 * 9.81 * t * (t + STEP_S), within(1e-6));
    assertThat(truth.linearVelocity[2]).isCloseTo(-9.81 * t, within(1e-6));
    assertThat(truth.jointPosition).containsExactly(stance, within(1e-6));
    assertThat(truth.groundForceN).isZero();
  }

  @Test
  void aLimpRobotThatIsDroppedNeverGainsEnergy() {
    PhysicsWorld world = at(0.6, stance);
    double floor = -0.05 * TestRobots.MASS_KG * 9.81;
    double before = world.energyJ();
    double start = before;
    for (int i = 0; i < 2000; i++) {
      step(world, LIMP);
      double now = world.energyJ();
      assertThat(now).as("step %d", i).isLessThan(before + 0.01 * start);
      before = Math.min(before, now);
      assertThat(now).isGreaterThan(floor);
    }
    assertThat(before).as("it has come down").isLessThan(0.5 * start);
  }

  @Test
  void jointAnglesAgreeWithForwardKinematics() {
    double[] bent = stance.clone();
    for (int i = 0; i < 12; i++) {
      bent[i] += 0.05 * (i - 5);
    }
    bent[1] = 3.9; // beyond π, as a thigh may be
    PhysicsWorld world = at(3, bent);
    world.readJoints(q, velocity);
    assertThat(q).containsExactly(bent, within(1e-9));

    double[] torque = new double[12];
    for (int i = 0; i < 12; i++) {
      torque[i] = 0.02 * (i % 3 - 1) + 0.01;
    }
    for (int i = 0; i < 50; i++) {
      step(world, torque);
    }
    Truth truth = Truth.of(tree);
    world.read(truth);
    Transform trunk = Transform.of(truth.orientation, truth.position);
    Transform[] frames = tree.forward(trunk, truth.jointPosition);
    for (int i = 0; i < frames.length; i++) {
      assertThat(truth.bodyPosition[i])
          .as(tree.bodies().get(i).name())
          .containsExactly(
              new double[] {frames[i].x(), frames[i].y(), frames[i].z()}, within(1e-4));
    }
  }

  @Test
  void aPositiveTorqueTurnsItsOwnJointForward() {
    for (int joint = 0; joint < 12; joint++) {
      double[] torque = new double[12];
      torque[joint] = 0.5;
      PhysicsWorld world = at(3, stance);
      step(world, torque);
      world.readJoints(q, velocity);
      assertThat(velocity[joint]).as(config.joints().get(joint).name()).isPositive();
      assertThat(q[joint]).isGreaterThan(stance[joint]);
      for (int other = 0; other < 12; other++) {
        if (other / 3 != joint / 3) {
          assertThat(Math.abs(velocity[other])).isLessThan(0.7 * velocity[joint]);
        }
      }
    }
  }

  @Test
  void aTorqueSpeedsUpAJointByItsInertia() {
    // Knee alone: calf 0.15 kg at 0.1 m and foot 0.05 kg at 0.2 m about the knee, and the rotor;
    // the rest is heavier but not fixed, so the true acceleration lies above torque / inertia.
    double rotor = new RotorInertia(config, STEP_S).about(tree.bodies().get(3));
    double inertia = 1e-3 + 0.15 * 0.1 * 0.1 + 1e-5 + 0.05 * 0.2 * 0.2 + rotor;
    double[] torque = new double[12];
    torque[2] = 0.5;
    PhysicsWorld world = at(3, stance);
    step(world, torque);
    world.readJoints(q, velocity);
    double fixed = torque[2] / inertia * STEP_S;
    assertThat(velocity[2]).isBetween(fixed, 1.7 * fixed);
  }

  @Test
  void jointStopsHoldAgainstFullTorque() {
    for (int side = -1; side <= 1; side += 2) {
      PhysicsWorld world = at(50, stance);
      double[] torque = new double[12];
      java.util.Arrays.fill(torque, side * 25);
      for (int i = 0; i < 250; i++) {
        step(world, torque);
        world.readJoints(q, velocity);
        for (int j = 0; j < 12; j++) {
          JointConfig joint = config.joints().get(j);
          assertThat(q[j])
              .as("%s, step %d", joint.name(), i)
              .isBetween(joint.lowerRad() - 0.4, joint.upperRad() + 0.4);
        }
      }
    }
  }

  @Test
  void passiveDampingTakesEnergyOut() {
    RobotConfig damped = TestRobots.quadruped(0.2, 0.1);
    BodyTree dampedTree = new BodyTree(damped);
    Transform high = Transform.IDENTITY.moved(0, 0, 3);
    PhysicsWorld world = new PhysicsWorld(damped, dampedTree, NOMINAL, high, stance, STEP_S);
    double[] kick = new double[12];
    kick[1] = 10;
    for (int i = 0; i < 5; i++) {
      step(world, kick);
    }
    world.readJoints(q, velocity);
    double fast = velocity[1];
    for (int i = 0; i < 100; i++) {
      step(world, LIMP);
    }
    world.readJoints(q, velocity);
    assertThat(Math.abs(velocity[1])).isLessThan(0.3 * fast);
  }
}
