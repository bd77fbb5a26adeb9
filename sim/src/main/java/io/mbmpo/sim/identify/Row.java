package io.mbmpo.sim.identify;

import io.mbmpo.sim.DryFriction;

/**
 * One equation of one joint, averaged over a window: torque = (model + dry·φ + viscous·q̇ +
 * rotor·q̈ + couplings + offset)/strength, whose factors are sought. The torque stands alone
 * because it has most noise that the rest does not share; and were it among the regressors, the
 * model's own q̈ would explain the model without it.
 */
final class Row {
  /** Less speed than this tells nothing about friction, rad/s, root mean square in a window. */
  private static final double LEAST_SPEED_RAD_S = 0.3;

  /** Slower than this it stands, rad/s. */
  private static final double STANDING_RAD_S = 0.1;

  /** Speeds at which half of the friction is left, for which its share is known, rad/s. */
  private static final double[] FADES = new double[7];

  /** Nodes and weights of a Gaussian's mean over five points (Gauss–Hermite). */
  private static final double[] NODES = {-2.856970, -1.355626, 0, 1.355626, 2.856970};

  private static final double[] NODE_WEIGHTS = {
    0.0112574, 0.2220759, 0.5333333, 0.2220759, 0.0112574
  };

  static {
    for (int k = 0; k < FADES.length; k++) {
      FADES[k] = DryFriction.FADE_RAD_S * Math.pow(2, 0.5 * k);
    }
  }

  private final int block;
  private final double[] regressors = new double[Fit.TORQUE];
  private final double[] shares = new double[FADES.length];
  private final double[] torqueNm;
  private double speedRadS;
  private double positionRad;

  /**
   * @param block stretch of time that the window is in
   * @param delays of commands, ticks from 0, for which the torque is known
   */
  Row(int block, int delays) {
    this.block = block;
    torqueNm = new double[delays];
  }

  /** Adds the share of dry friction at a velocity that is known but for a Gaussian error, rad/s. */
  void addShares(double weight, double velocity, double sigma) {
    for (int i = 0; i < NODES.length; i++) {
      double v = velocity + NODES[i] * sigma;
      for (int k = 0; k < FADES.length; k++) {
        shares[k] += weight * NODE_WEIGHTS[i] * DryFriction.share(v, FADES[k]);
      }
    }
  }

  /**
   * Says how the joint moved.
   *
   * @param rmsRadS root mean square of its speed, rad/s
   * @param meanRad its mean position, rad
   */
  Row moving(double rmsRadS, double meanRad) {
    speedRadS = rmsRadS;
    positionRad = meanRad;
    return this;
  }

  /** It moved fast enough to tell something about friction. */
  boolean moves() {
    return speedRadS > LEAST_SPEED_RAD_S;
  }

  /** It hardly moved: its friction may be anything. */
  boolean stands() {
    return speedRadS < STANDING_RAD_S;
  }

  /** Mean position of the joint, rad. */
  double positionRad() {
    return positionRad;
  }

  int block() {
    return block;
  }

  /** By column of {@link Fit}, but for dry friction's; the live array. */
  double[] regressors() {
    return regressors;
  }

  /** Share of dry friction that acts where half of it is left at a speed, rad/s. */
  double share(double fadeRadS) {
    double at = 2 * Math.log(fadeRadS / FADES[0]) / Math.log(2);
    double inside = Math.max(0, Math.min(FADES.length - 1, at));
    int below = (int) Math.min(FADES.length - 2, Math.floor(inside));
    return shares[below] + (inside - below) * (shares[below + 1] - shares[below]);
  }

  /** Torque that the drive believes to give, N·m, by delay in ticks; the live array. */
  double[] torqueNm() {
    return torqueNm;
  }

  /** Root mean square of the joint's speed, rad/s. */
  double speedRadS() {
    return speedRadS;
  }

  /** Mean velocity of the joint, rad/s. */
  double velocityRadS() {
    return regressors[Fit.VISCOUS];
  }

  /** Magnitude of the joint's mean acceleration, rad/s². */
  double accelerationRadS2() {
    return Math.abs(regressors[Fit.ROTOR]);
  }
}
