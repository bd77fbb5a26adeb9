package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LegKinematicsTest {
  private static final double STEP_RAD = 1e-6;

  private final SplittableRandom random = new SplittableRandom(4);

  private double[] anywhere(RobotConfig robot) {
    return robot.joints().stream()
        .mapToDouble(j -> j.lowerRad() + (j.upperRad() - j.lowerRad()) * random.nextDouble())
        .toArray();
  }

  @Test
  void feetAreWhereTheWholeBodysKinematicsHasThem() {
    for (RobotConfig robot : List.of(Robots.go1(), Robots.anymalC())) {
      LegKinematics legs = new LegKinematics(robot);
      Kinematics body = Kinematics.of(robot);
      assertThat(legs.footCount()).isEqualTo(4);
      for (int n = 0; n < 50; n++) {
        double[] q = anywhere(robot);
        legs.update(q);
        double[][] feet = body.footPositionsM(q);
        for (int foot = 0; foot < 4; foot++) {
          assertThat(legs.footCentreM(foot)).containsExactly(feet[foot], within(1e-12));
        }
      }
    }
  }

  @Test
  void theJacobianOfAPointFixedToTheFootIsItsFiniteDifference() {
    for (RobotConfig robot : List.of(Robots.go1(), Robots.anymalC())) {
      LegKinematics legs = new LegKinematics(robot);
      Kinematics body = Kinematics.of(robot);
      double[] column = new double[3];
      for (int n = 0; n < 20; n++) {
        double[] q = anywhere(robot);
        legs.update(q);
        double[] local = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
        for (int foot = 0; foot < 4; foot++) {
          double[] point = point(body, q, foot, local);
          for (int k = 0; k < legs.jointCount(foot); k++) {
            legs.jacobianColumn(foot, k, point, column);
            double[] moved = q.clone();
            moved[legs.joint(foot, k)] += STEP_RAD;
            double[] after = point(body, moved, foot, local);
            moved[legs.joint(foot, k)] -= 2 * STEP_RAD;
            double[] before = point(body, moved, foot, local);
            for (int i = 0; i < 3; i++) {
              assertThat(column[i])
                  .isCloseTo((after[i] - before[i]) / (2 * STEP_RAD), within(1e-8));
            }
          }
        }
      }
    }
  }

  private static double[] point(Kinematics body, double[] q, int foot, double[] local) {
    return body.frames(q).get(body.footName(foot)).toTrunk(local[0], local[1], local[2]);
  }

  @Test
  void aLegIsMovedByItsOwnThreeJointsAlone() {
    LegKinematics legs = new LegKinematics(Robots.go1());
    for (int foot = 0; foot < 4; foot++) {
      assertThat(legs.jointCount(foot)).isEqualTo(3);
      for (int k = 0; k < 3; k++) {
        assertThat(legs.joint(foot, k)).isEqualTo(3 * foot + k); // FR, FL, RR, RL in both orders
      }
    }
  }
}
