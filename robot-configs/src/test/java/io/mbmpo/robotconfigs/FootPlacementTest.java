package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FootPlacementTest {
  private static List<Joint> joints(RobotConfig robot) {
    return robot.joints().stream()
        .flatMap(
            wanted ->
                robot.model().joints().stream()
                    .filter(j -> j.kind() == JointKind.REVOLUTE)
                    .filter(j -> j.name().equals(wanted.name())))
        .toList();
  }

  @Test
  void placesThatTheLegCanReachAreReachedWithinTheLimits() {
    SplittableRandom random = new SplittableRandom(9);
    for (RobotConfig robot : List.of(Robots.go1(), Robots.anymalC())) {
      FootPlacement placement = new FootPlacement(robot.model(), joints(robot));
      Kinematics body = Kinematics.of(robot);
      for (int n = 0; n < 40; n++) {
        // away from the stance by as much as a walking leg swings
        double[] somewhere =
            robot.joints().stream()
                .mapToDouble(j -> j.stanceRad() + j.actionScaleRad() * random.nextDouble(-1, 1))
                .toArray();
        int foot = n % 4;
        double[] target = body.footPositionsM(somewhere)[foot];
        Optional<double[]> found = placement.place(foot, target);
        assertThat(found).isPresent();
        assertThat(body.footPositionsM(found.get())[foot]).containsExactly(target, within(6e-4));
        for (int i = 0; i < robot.jointCount(); i++) {
          assertThat(found.get()[i])
              .isBetween(robot.joints().get(i).lowerRad(), robot.joints().get(i).upperRad());
        }
      }
    }
  }

  @Test
  void aPlaceOutOfReachIsNotFound() {
    RobotConfig robot = Robots.go1();
    FootPlacement placement = new FootPlacement(robot.model(), joints(robot));
    assertThat(placement.place(0, new double[] {0.19, -0.13, -0.6})).isEmpty();
  }

  @Test
  void aKneeThatCouldPointEitherWayPointsBackward() {
    RobotConfig robot = Robots.anymalC();
    FootPlacement placement = new FootPlacement(robot.model(), joints(robot));
    for (int foot = 0; foot < 4; foot++) {
      double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
      double[] target = Kinematics.of(robot).footPositionsM(stance)[foot];
      double[] found = placement.place(foot, target).orElseThrow();
      LegKinematics legs = placement.legs();
      legs.update(found);
      assertThat(legs.jointOriginM(foot, 2)[0]).isLessThan(legs.jointOriginM(foot, 1)[0]);
    }
  }
}
