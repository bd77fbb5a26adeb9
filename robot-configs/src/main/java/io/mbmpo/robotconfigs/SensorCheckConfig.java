package io.mbmpo.robotconfigs;

/**
 * When a sensor that reports in time is still not believed.
 *
 * @param stuckS time for which a sensor may repeat itself to the bit while the robot moves, s
 * @param jointErrorRad how far a joint's positions may run away from its reported speed, rad
 * @param attitudeErrorRad how far IMU and odometry may differ about which way is up, rad
 */
public record SensorCheckConfig(double stuckS, double jointErrorRad, double attitudeErrorRad) {}
