package io.mbmpo.robotconfigs;

/**
 * How the robot gets down, and up after a fall.
 *
 * @param foldS time to fold the legs to the crouch, s
 * @param restS time that the folded robot may rock before it is judged, s
 * @param maxTiltRad tilt up to which it stands up; beyond, it folds its legs first, rad
 * @param stillRadS joint speed below which the robot counts as down, rad/s
 */
public record RecoverConfig(double foldS, double restS, double maxTiltRad, double stillRadS) {}
