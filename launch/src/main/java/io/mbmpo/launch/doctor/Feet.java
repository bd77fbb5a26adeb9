package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;

/** Where the feet are by the joints, and what that says of the ground under them. Trunk frame. */
final class Feet {
  private final LegKinematics legs;
  private final Kinematics names;

  Feet(RobotConfig config) {
    names = Kinematics.of(config);
    legs = new LegKinematics(config);
  }

  /**
   * Heights of the feet's lowest points over that of the trunk's origin, m; negative.
   *
   * @param up unit vector
   */
  private double[] heightsM(double[] position, double[] up) {
    legs.update(position);
    double[] heights = new double[legs.footCount()];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = Up.dot(legs.footCentreM(i), up) - legs.footRadiusM(i);
    }
    return heights;
  }

  /** Between the highest foot and the lowest, m. */
  double spreadM(double[] position, double[] up) {
    double[] heights = heightsM(position, up);
    return Arrays.stream(heights).max().getAsDouble() - Arrays.stream(heights).min().getAsDouble();
  }

  /** Of the trunk's origin over the lowest foot, m. */
  double trunkHeightM(double[] position, double[] up) {
    return -Arrays.stream(heightsM(position, up)).min().getAsDouble();
  }

  /** The normal of the plane through the feet that fits best, a unit vector. */
  double[] normal(double[] position) {
    legs.update(position);
    double[][] sums = new double[2][2];
    double[] right = new double[2];
    double[] centre = centre();
    for (int i = 0; i < legs.footCount(); i++) {
      double[] p = legs.footCentreM(i);
      double x = p[0] - centre[0];
      double y = p[1] - centre[1];
      double z = p[2] - centre[2];
      sums[0][0] += x * x;
      sums[0][1] += x * y;
      sums[1][1] += y * y;
      right[0] += x * z;
      right[1] += y * z;
    }
    double determinant = sums[0][0] * sums[1][1] - sums[0][1] * sums[0][1];
    double a = (right[0] * sums[1][1] - right[1] * sums[0][1]) / determinant;
    double b = (right[1] * sums[0][0] - right[0] * sums[0][1]) / determinant;
    double norm = Math.sqrt(a * a + b * b + 1);
    return new double[] {-a / norm, -b / norm, 1 / norm};
  }

  /** How far the foot that fits worst is from that plane, m. */
  double residualM(double[] position) {
    double[] normal = normal(position);
    double[] centre = centre();
    double worst = 0;
    for (int i = 0; i < legs.footCount(); i++) {
      double away = Up.dot(legs.footCentreM(i), normal) - Up.dot(centre, normal);
      worst = Math.max(worst, Math.abs(away));
    }
    return worst;
  }

  private double[] centre() {
    double[] centre = new double[3];
    for (int i = 0; i < legs.footCount(); i++) {
      for (int k = 0; k < 3; k++) {
        centre[k] += legs.footCentreM(i)[k] / legs.footCount();
      }
    }
    return centre;
  }

  /**
   * What the drives must give for the feet to carry the robot, each foot the same share, N·m: by
   * the principle of virtual work −Jᵀ F.
   *
   * @param weightN of the whole robot
   */
  double[] carryingNm(double[] position, double[] up, double weightN) {
    legs.update(position);
    double[] torque = new double[position.length];
    double[] column = new double[3];
    for (int foot = 0; foot < legs.footCount(); foot++) {
      for (int k = 0; k < legs.jointCount(foot); k++) {
        legs.jacobianColumn(foot, k, legs.footCentreM(foot), column);
        torque[legs.joint(foot, k)] -= Up.dot(column, up) * weightN / legs.footCount();
      }
    }
    return torque;
  }

  /** The foot that a joint moves, and how. */
  Motion motion(double[] position, int joint) {
    legs.update(position);
    for (int foot = 0; foot < legs.footCount(); foot++) {
      for (int k = 0; k < legs.jointCount(foot); k++) {
        if (legs.joint(foot, k) == joint) {
          double[] column = new double[3];
          legs.jacobianColumn(foot, k, legs.footCentreM(foot), column);
          return new Motion(names.footName(foot), column);
        }
      }
    }
    throw new IllegalArgumentException("joint " + joint + " moves no foot");
  }

  /** A foot's velocity in the trunk frame, m/s a rad/s. */
  static final class Motion {
    final String foot;
    final double[] velocity;

    Motion(String foot, double[] velocity) {
      this.foot = foot;
      this.velocity = velocity;
    }

    /** Where it mostly goes. */
    String direction() {
      int most = 0;
      for (int i = 1; i < 3; i++) {
        most = Math.abs(velocity[i]) > Math.abs(velocity[most]) ? i : most;
      }
      String[][] words = {{"forward", "back"}, {"to the left", "to the right"}, {"up", "down"}};
      return words[most][velocity[most] > 0 ? 0 : 1];
    }
  }
}
