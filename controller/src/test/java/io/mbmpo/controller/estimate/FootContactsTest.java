package io.mbmpo.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FootContactsTest {
  private static final double[] LEVEL = {0, 0, 1};
  private static final RobotConfig GO1 = Bench.CONFIG.withoutOdometry();

  private final LegKinematics legs = new LegKinematics(GO1);
  private final FootContacts contacts = new FootContacts(GO1, legs);
  private final JointState joints = new JointState(12);
  private final double weightN = Kinematics.of(GO1).massKg() * 9.81;

  @BeforeEach
  void inStance() {
    for (int i = 0; i < 12; i++) {
      joints.position[i] = GO1.joints().get(i).stanceRad();
    }
  }

  /** Torques that hold a force on the foot: τ = −Jᵀ f. */
  private void load(int foot, double forceN) {
    legs.update(joints.position);
    double[] column = new double[3];
    double[] bottom = legs.footCentreM(foot).clone();
    bottom[2] -= legs.footRadiusM(foot);
    for (int k = 0; k < 3; k++) {
      legs.jacobianColumn(foot, k, bottom, column);
      joints.effort[legs.joint(foot, k)] = -column[2] * forceN;
    }
  }

  private void update() {
    legs.update(joints.position);
    contacts.update(joints, LEVEL);
  }

  @Test
  void aFootThatCarriesAQuarterOfTheRobotStandsAndOneThatCarriesNothingDoesNot() {
    load(0, weightN / 4);
    load(1, 0);
    load(2, 0.15 * weightN);
    load(3, -0.25 * weightN);
    update();
    assertThat(contacts.contact(0)).isEqualTo(1);
    assertThat(contacts.contact(1)).isZero();
    assertThat(contacts.contact(2)).isCloseTo(0.5, within(0.01));
    assertThat(contacts.contact(3)).isZero();
  }

  @Test
  void aRaisedFootDoesNotStandWhateverItsTorques() {
    joints.position[1] += 0.2; // FR: folded, so its foot is up
    joints.position[2] -= 0.5;
    for (int foot = 0; foot < 4; foot++) {
      load(foot, weightN / 2);
    }
    update();
    assertThat(contacts.contact(0)).isZero();
    assertThat(contacts.contact(1)).isEqualTo(1);
  }

  @Test
  void aStretchedLegGivesNoInfiniteForce() {
    for (int i = 0; i < 12; i++) {
      joints.position[i] = 0;
      joints.effort[i] = 20;
    }
    update();
    for (int foot = 0; foot < 4; foot++) {
      assertThat(contacts.contact(foot)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void withoutMeasuredEffortsTheLowFeetStand() {
    RobotConfig blind =
        GO1.with(GO1.simulation(), Estimators.withContactForceShare(GO1.estimator(), 0));
    FootContacts kinematic = new FootContacts(blind, legs);
    joints.position[2] -= 0.5;
    joints.position[1] += 0.2;
    legs.update(joints.position);
    kinematic.update(joints, LEVEL);
    assertThat(kinematic.contact(0)).isZero();
    assertThat(kinematic.contact(1)).isEqualTo(1);
  }

  @Test
  void heightOverTheLowestFootIsThatOfTheStance() {
    double[] stance = GO1.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    legs.update(stance);
    assertThat(contacts.overLowestFootM(LEVEL))
        .isCloseTo(Kinematics.of(GO1).trunkHeightM(stance), within(1e-12));
  }
}
