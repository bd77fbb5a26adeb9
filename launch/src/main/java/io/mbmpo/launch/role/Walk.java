package io.mbmpo.launch.role;

import io.mbmpo.link.Episode;
import io.mbmpo.robotconfigs.task.ObservationLayout;

/**
 * How far a recorded episode went, by the robot's own observations, in the frame in which it
 * started.
 *
 * @param seconds length, s
 * @param forwardM way forward, m
 * @param sidewaysM way to the left, m
 */
record Walk(double seconds, double forwardM, double sidewaysM) {

  static Walk of(Episode episode) {
    int width = episode.observationSize();
    float[] s = episode.observations();
    double forward = 0;
    double sideways = 0;
    for (int t = 1; t <= episode.length(); t++) {
      int row = t * width;
      double sin = s[row + ObservationLayout.SIN_HEADING];
      double cos = s[row + ObservationLayout.COS_HEADING];
      double vx = s[row + ObservationLayout.LINEAR_VELOCITY];
      double vy = s[row + ObservationLayout.LINEAR_VELOCITY + 1];
      forward += (cos * vx - sin * vy) * episode.policyPeriodS();
      sideways += (sin * vx + cos * vy) * episode.policyPeriodS();
    }
    return new Walk(episode.length() * episode.policyPeriodS(), forward, sideways);
  }

  /** Mean forward speed, m/s; 0 for an episode that never started. */
  double speedMS() {
    return seconds == 0 ? 0 : forwardM / seconds;
  }
}
