package io.mbmpo.robotconfigs;

/**
 * The walking task's numbers. The formula itself is {@link io.mbmpo.robotconfigs.task.WalkTask}.
 *
 * @param episodeS longest episode, s
 * @param speedCapMS forward speed above which no more reward is paid, m/s
 * @param forwardWeight reward per m/s of forward speed
 * @param aliveBonus reward per step not fallen
 * @param fallCost cost of the step that falls
 * @param lateralWeight cost per (m/s)² of sideways speed in the start frame
 * @param offsetWeight cost per m² of sideways offset from the start line
 * @param headingWeight cost per (1 − cos heading error)
 * @param yawRateWeight cost per (rad/s)² of yaw rate
 * @param tiltWeight cost per squared horizontal component of the gravity vector
 * @param actionRateWeight cost per rad² of change of the joint targets between policy steps
 * @param terminationTiltRad tilt that ends an episode as a fall, rad
 * @param terminationHeightM trunk height that ends an episode as a fall, m
 */
public record TaskConfig(
    double episodeS,
    double speedCapMS,
    double forwardWeight,
    double aliveBonus,
    double fallCost,
    double lateralWeight,
    double offsetWeight,
    double headingWeight,
    double yawRateWeight,
    double tiltWeight,
    double actionRateWeight,
    double terminationTiltRad,
    double terminationHeightM) {}
