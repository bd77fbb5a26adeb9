package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import java.util.Arrays;

/** Eigenvalues of a symmetric 3×3 matrix by Jacobi rotations. */
final class SymmetricMatrix {
  private static final int SWEEPS = 30;

  private SymmetricMatrix() {}

  /** Principal moments, ascending, kg·m². */
  static double[] eigenvalues(Inertia i) {
    double[][] a = {
      {i.ixx(), i.ixy(), i.ixz()}, {i.ixy(), i.iyy(), i.iyz()}, {i.ixz(), i.iyz(), i.izz()}
    };
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      rotate(a, 0, 1);
      rotate(a, 0, 2);
      rotate(a, 1, 2);
    }
    double[] values = {a[0][0], a[1][1], a[2][2]};
    Arrays.sort(values);
    return values;
  }

  /** One rotation in the (p, q) plane that makes a[p][q] zero. */
  private static void rotate(double[][] a, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    int r = 3 - p - q;
    double app = a[p][p];
    double aqq = a[q][q];
    double apq = a[p][q];
    double arp = a[r][p];
    double arq = a[r][q];
    a[p][p] = app - t * apq;
    a[q][q] = aqq + t * apq;
    a[p][q] = a[q][p] = 0;
    a[r][p] = a[p][r] = c * arp - s * arq;
    a[r][q] = a[q][r] = s * arp + c * arq;
  }
}
