package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.KinematicTree;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BodyTreeTest {
  private final RobotConfig config = TestRobots.quadruped();

  private static RobotConfig withJoints(RobotConfig c, UnaryOperator<Joint> change) {
    List<Joint> joints = c.model().joints().stream().map(change).toList();
    KinematicTree model = new KinematicTree(c.model().root(), c.model().links(), joints);
    return new RobotConfig(
        c.name(),
        c.description(),
        c.joints(),
        model,
        c.control(),
        c.standUp(),
        c.safety(),
        c.task(),
        c.simulation(),
        c.onboard(),
        c.ros2(),
        c.estimator(),
        c.hash());
  }

  @Test
  void linksOnFixedJointsBecomeOneBody() {
    BodyTree tree = new BodyTree(config);
    assertThat(tree.bodies()).hasSize(13);
    assertThat(tree.totalMassKg()).isCloseTo(TestRobots.MASS_KG, within(1e-12));
    BodyTree.Body calf = tree.bodies().get(3);
    assertThat(calf.name()).isEqualTo("FR_calf");
    assertThat(calf.shapes()).hasSize(2);
    // Calf 0.15 kg at 0.1 m, foot 0.05 kg at 0.2 m below the knee.
    assertThat(calf.mass().com()).containsExactly(new double[] {0, 0, -0.125}, within(1e-12));
    double about = 1e-3 + 0.15 * 0.025 * 0.025 + 1e-5 + 0.05 * 0.075 * 0.075;
    assertThat(calf.mass().inertia()[0]).isCloseTo(about, within(1e-12));
    assertThat(calf.mass().inertia()[8]).isCloseTo(4e-5, within(1e-12));
  }

  @Test
  void everyLegStandsOnTheShapeFarthestFromItsKnee() {
    BodyTree tree = new BodyTree(config);
    assertThat(tree.feet())
        .containsExactly(
            new BodyTree.PlacedFoot(3, 1),
            new BodyTree.PlacedFoot(6, 1),
            new BodyTree.PlacedFoot(9, 1),
            new BodyTree.PlacedFoot(12, 1));
  }

  @Test
  void theLowestPointOfTheStanceIsTheFeet() {
    BodyTree tree = new BodyTree(config);
    double[] stance = config.joints().stream().mapToDouble(j -> j.stanceRad()).toArray();
    Transform[] frames = tree.forward(Transform.IDENTITY, stance);
    assertThat(-tree.lowestPoint(frames)).isCloseTo(TestRobots.STANCE_M, within(1e-12));
  }

  @Test
  void aJointOfMoreThanOneTurnIsRefusedByName() {
    RobotConfig wide =
        withJoints(
            config,
            j ->
                j.name().equals("RL_calf_joint")
                    ? new Joint(
                        j.name(),
                        j.kind(),
                        j.parent(),
                        j.child(),
                        j.origin(),
                        j.axis(),
                        -9.4,
                        9.4,
                        j.effortLimitNm(),
                        j.velocityLimitRadS(),
                        0,
                        0)
                    : j);
    assertThatThrownBy(() -> new BodyTree(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RL_calf_joint")
        .hasMessageContaining("18.8");
  }

  @Test
  void aRevoluteJointThatIsNotConfiguredIsRefusedByName() {
    RobotConfig other =
        withJoints(
            config,
            j ->
                j.name().equals("FL_hip_joint")
                    ? new Joint(
                        "FL_tail_joint",
                        j.kind(),
                        j.parent(),
                        j.child(),
                        j.origin(),
                        j.axis(),
                        j.lowerRad(),
                        j.upperRad(),
                        1,
                        1,
                        0,
                        0)
                    : j);
    assertThatThrownBy(() -> new BodyTree(other)).hasMessageContaining("FL_tail_joint");
  }
}
