package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;

/** What the legs of a robot that lies or stands still on level ground say, by the joints alone. */
final class OnGround {
  /**
   * Share of the stance's height that feet of a sound robot may be off, rubber and play included.
   */
  private static final double PLAY = 0.15;

  private static final double FEET_OF_A_PLANE = 4;

  /** Lower than this share of the stance's height it does not stand. */
  private static final double STANDS = 0.75;

  final Posture posture;
  final Feet feet;

  /** By how much feet that are level may seem not to be, m. */
  final double toleranceM;

  private final double stanceHeightM;
  private final double weightN;
  private final boolean usable;

  /**
   * @param hanging the feet touch nothing
   */
  OnGround(RobotConfig config, Evidence heard, boolean hanging) {
    posture = Posture.of(config, heard);
    feet = new Feet(config);
    Kinematics kinematics = Kinematics.of(config);
    stanceHeightM =
        kinematics.trunkHeightM(
            config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray());
    toleranceM = PLAY * stanceHeightM;
    weightN = kinematics.massKg() * GravityCheck.STANDARD_MS2;
    usable =
        !hanging
            && posture.still
            && posture.complete()
            && new Wirings(config).inRange(posture.position);
  }

  /** The legs can be asked. */
  boolean usable() {
    return usable;
  }

  /** The feet are level by one of those that know what is up, m between highest and lowest. */
  double spreadM(double[] position) {
    double spread = Double.NaN;
    for (double[] up : new double[][] {posture.imuUp, posture.odometryUp}) {
      if (up != null) {
        double one = feet.spreadM(position, up);
        spread = one >= spread ? spread : one; // a NaN gives way
      }
    }
    return spread;
  }

  /** The feet are level. */
  boolean level() {
    return usable && spreadM(posture.position) <= toleranceM;
  }

  /** Up by the plane of the feet; null where they are in none. */
  double[] up() {
    // A foot that is off moves the plane along with it: of its distance a quarter is left.
    return usable && feet.residualM(posture.position) <= toleranceM / FEET_OF_A_PLANE
        ? feet.normal(posture.position)
        : null;
  }

  /** The feet carry the robot. */
  boolean stands() {
    return level() && heightM() > STANDS * stanceHeightM;
  }

  /** Of the trunk's origin over the lowest foot, m. */
  double heightM() {
    return feet.trunkHeightM(posture.position, up() == null ? posture.imuUp : up());
  }

  /** What the drives must give when it {@link #stands}, N·m. */
  double[] carryingNm() {
    return feet.carryingNm(posture.position, up() == null ? posture.imuUp : up(), weightN);
  }
}
