package io.mbmpo.launch.evaluate;

/**
 * How well one episode's odometry was estimated, beside the truth, over the ticks under the policy.
 *
 * @param seconds time under the policy, s
 * @param speedMS true mean forward speed, m/s
 * @param velocityRmseMS root mean square of the velocity error's length, m/s, trunk frame
 * @param forwardRmseMS of its forward component alone, m/s
 * @param heightRmseM of the height, m
 * @param headingDriftRad by how much the heading's error changed from first to last tick, rad
 * @param end what ended the episode
 */
public record Estimation(
    double seconds,
    double speedMS,
    double velocityRmseMS,
    double forwardRmseMS,
    double heightRmseM,
    double headingDriftRad,
    String end) {

  /** Degrees a minute, never negative. */
  public double headingDriftDegreesAMinute() {
    return Math.toDegrees(Math.abs(headingDriftRad)) * 60 / seconds;
  }
}
