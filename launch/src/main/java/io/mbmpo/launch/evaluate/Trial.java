package io.mbmpo.launch.evaluate;

/**
 * One evaluation episode, measured by the simulator's truth in the frame in which it started.
 *
 * @param episodeReturn undiscounted return by the task's reward, of the true motion
 * @param seconds time under the policy, s
 * @param forwardM way forward, m
 * @param sidewaysM way to the left at the end, m
 * @param fell whether it ended in a fall
 * @param end what ended it
 * @param trackingRad joint targets less joint positions, root mean square over joints and time, rad
 */
public record Trial(
    double episodeReturn,
    double seconds,
    double forwardM,
    double sidewaysM,
    boolean fell,
    String end,
    double trackingRad) {

  /** Mean forward speed, m/s. */
  public double speedMS() {
    return seconds == 0 ? 0 : forwardM / seconds;
  }

  /** Sideways way as a share of the way forward; infinite for a robot that went nowhere. */
  public double driftShare() {
    return Math.abs(sidewaysM) / Math.max(0, forwardM);
  }
}
