package io.mbmpo.robotconfigs;

/**
 * Thresholds of the failsafe table. They lie outside the task's own termination thresholds or equal
 * them: a fall ends an episode at the latest when it is a safety matter.
 *
 * @param maxTiltRad angle between the body's up axis and the vertical, rad
 * @param minHeightM trunk height above ground below which a running robot counts as fallen, m
 * @param jointStateTimeoutS age at which joint states are stale, s
 * @param imuTimeoutS age at which the IMU is stale, s
 * @param odometryTimeoutS age at which odometry is stale, s
 * @param positionMarginRad how far past a joint limit a measured position may be, rad
 * @param velocityFactor measured joint speed allowed, as a multiple of the joint's limit
 * @param overrunTicks ticks in a row that may overrun their period before it is a fault
 */
public record SafetyConfig(
    double maxTiltRad,
    double minHeightM,
    double jointStateTimeoutS,
    double imuTimeoutS,
    double odometryTimeoutS,
    double positionMarginRad,
    double velocityFactor,
    int overrunTicks) {}
