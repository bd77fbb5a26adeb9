package io.mbmpo.robotconfigs.task;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.TaskConfig;
import java.util.Arrays;

/**
 * Walk straight ahead, fast, without falling. With ψ the heading in the start frame, v the trunk's
 * linear velocity, g the gravity direction, q* the filtered joint targets, all of s′ (q* also of
 * s), and every w a weight of {@link TaskConfig}, the reward of one policy step is
 *
 * <pre>
 *   r = w_forward · clip(cos ψ v_x − sin ψ v_y, −1, cap)
 *     + bonus · [not terminated(s′)]
 *     − w_lateral · (sin ψ v_x + cos ψ v_y)² − w_offset · y²
 *     − w_heading · (1 − cos ψ) − w_yaw · ω_z²
 *     − w_tilt · (g_x² + g_y²) − w_action · |q*(s′) − q*(s)|²
 * </pre>
 *
 * <p>sin ψ and cos ψ are clipped to [−1, 1], so that an imagined heading cannot be worth more than
 * a real one. Immutable, any thread; on {@link FloatArithmetic} real-time safe.
 */
public final class WalkTask implements Task {
  /** Backward speed beyond which no more reward is lost, m/s. */
  private static final double BACKWARD_CLIP_MS = 1.0;

  /** A sum of absolute values that no sane observation reaches; NaN and infinity do not pass. */
  private static final double FINITE_SUM = 1e6;

  private final ObservationLayout layout;
  private final TaskConfig config;
  private final int horizon;
  private final double stanceHeightM;

  public WalkTask(RobotConfig robot) {
    layout = new ObservationLayout(robot.jointCount());
    config = robot.task();
    horizon = (int) Math.round(config.episodeS() * robot.control().policyRateHz());
    double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    stanceHeightM = Kinematics.of(robot).trunkHeightM(stance);
  }

  @Override
  public int observationSize() {
    return layout.size();
  }

  @Override
  public int actionSize() {
    return layout.joints();
  }

  @Override
  public int horizon() {
    return horizon;
  }

  @Override
  public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
    V sin = math.clip(column(math, next, ObservationLayout.SIN_HEADING), -1, 1);
    V cos = math.clip(column(math, next, ObservationLayout.COS_HEADING), -1, 1);
    V vx = column(math, next, ObservationLayout.LINEAR_VELOCITY);
    V vy = column(math, next, ObservationLayout.LINEAR_VELOCITY + 1);
    V forward = math.minus(math.times(cos, vx), math.times(sin, vy));
    V sideways = math.plus(math.times(sin, vx), math.times(cos, vy));

    V r =
        math.times(
            math.clip(forward, -BACKWARD_CLIP_MS, config.speedCapMS()), config.forwardWeight());
    V fallen = terminated(math, next);
    r = math.plus(r, config.aliveBonus());
    r = cost(math, r, fallen, config.aliveBonus() + config.fallCost());
    r = cost(math, r, math.square(sideways), config.lateralWeight());
    V offset = column(math, next, ObservationLayout.LATERAL_OFFSET);
    r = cost(math, r, math.square(offset), config.offsetWeight());
    r = math.plus(math.plus(r, math.times(cos, config.headingWeight())), -config.headingWeight());
    V yawRate = column(math, next, ObservationLayout.ANGULAR_VELOCITY + 2);
    r = cost(math, r, math.square(yawRate), config.yawRateWeight());
    V horizontal = math.slice(next, ObservationLayout.GRAVITY, ObservationLayout.GRAVITY + 2);
    r = cost(math, r, math.sum(math.square(horizontal)), config.tiltWeight());
    V targetChange = math.minus(targets(math, next), targets(math, observation));
    return cost(math, r, math.sum(math.square(targetChange)), config.actionRateWeight());
  }

  /**
   * Fallen: tilted to the termination tilt or beyond, the trunk at the termination height or lower,
   * or an observation that is not finite.
   */
  @Override
  public <V> V terminated(Arithmetic<V> math, V next) {
    V gravityZ = column(math, next, ObservationLayout.GRAVITY + 2);
    V height = column(math, next, ObservationLayout.HEIGHT);
    // "below" is 0 for NaN, so each of these says what is certainly well.
    V upright = math.below(gravityZ, -Math.cos(config.terminationTiltRad()));
    V high = math.below(math.times(height, -1), -config.terminationHeightM());
    V finite = math.below(math.sum(math.abs(next)), FINITE_SUM);
    V well = math.times(math.times(upright, high), finite);
    return math.plus(math.times(well, -1), 1);
  }

  @Override
  public float[] observationCenter() {
    float[] center = new float[layout.size()];
    center[ObservationLayout.GRAVITY + 2] = -1;
    center[ObservationLayout.HEIGHT] = (float) stanceHeightM;
    center[ObservationLayout.COS_HEADING] = 1;
    return center;
  }

  /** Fixed scales that bring what walking produces to about ±1. */
  @Override
  public float[] observationScale() {
    float[] scale = new float[layout.size()];
    Arrays.fill(scale, 0, ObservationLayout.ANGULAR_VELOCITY, 3f);
    Arrays.fill(scale, ObservationLayout.ANGULAR_VELOCITY, ObservationLayout.LINEAR_VELOCITY, 0.4f);
    Arrays.fill(scale, ObservationLayout.LINEAR_VELOCITY, ObservationLayout.HEIGHT, 1.5f);
    scale[ObservationLayout.HEIGHT] = (float) (3 / stanceHeightM);
    scale[ObservationLayout.SIN_HEADING] = 2;
    scale[ObservationLayout.COS_HEADING] = 2;
    scale[ObservationLayout.LATERAL_OFFSET] = 2;
    Arrays.fill(scale, ObservationLayout.JOINT_POSITIONS, layout.jointVelocities(), 2f);
    Arrays.fill(scale, layout.jointVelocities(), layout.jointTargets(), 0.1f);
    Arrays.fill(scale, layout.jointTargets(), layout.size(), 3f);
    return scale;
  }

  private static <V> V column(Arithmetic<V> math, V row, int column) {
    return math.slice(row, column, column + 1);
  }

  private <V> V targets(Arithmetic<V> math, V row) {
    return math.slice(row, layout.jointTargets(), layout.size());
  }

  private static <V> V cost(Arithmetic<V> math, V r, V quantity, double weight) {
    return math.plus(r, math.times(quantity, -weight));
  }
}
