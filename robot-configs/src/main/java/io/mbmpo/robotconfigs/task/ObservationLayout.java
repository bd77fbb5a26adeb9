package io.mbmpo.robotconfigs.task;

/**
 * Where what stands in an observation of a legged robot with n joints. "Start frame" is the
 * horizontal frame (REP-103: x forward, y left) in which the robot stood when the policy took over.
 *
 * <ol>
 *   <li>gravity direction in the trunk frame, unit vector, (0, 0, −1) when upright
 *   <li>angular velocity in the trunk frame, rad/s
 *   <li>linear velocity in the trunk frame, m/s
 *   <li>trunk height above ground, m
 *   <li>sine and cosine of the heading in the start frame
 *   <li>sideways offset in the start frame, m, clipped to ±{@value #MAX_OFFSET_M}
 *   <li>joint positions minus stance, rad
 *   <li>joint velocities, rad/s
 *   <li>filtered joint targets minus stance, rad (the action filter's memory)
 * </ol>
 *
 * @param joints number of actuated joints, n
 */
public record ObservationLayout(int joints) {
  public static final double MAX_OFFSET_M = 1.0;

  public static final int GRAVITY = 0;
  public static final int ANGULAR_VELOCITY = 3;
  public static final int LINEAR_VELOCITY = 6;
  public static final int HEIGHT = 9;
  public static final int SIN_HEADING = 10;
  public static final int COS_HEADING = 11;
  public static final int LATERAL_OFFSET = 12;
  public static final int JOINT_POSITIONS = 13;

  public int jointVelocities() {
    return JOINT_POSITIONS + joints;
  }

  public int jointTargets() {
    return JOINT_POSITIONS + 2 * joints;
  }

  /** Width of the observation, 13 + 3n. */
  public int size() {
    return JOINT_POSITIONS + 3 * joints;
  }
}
