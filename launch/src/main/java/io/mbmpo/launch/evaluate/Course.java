package io.mbmpo.launch.evaluate;

import io.mbmpo.link.Episode;

/** Where a robot went while a policy drove it, in the frame in which it started. */
final class Course {
  private boolean begun;
  private double startX;
  private double startY;
  private double startYaw;
  private double x;
  private double y;

  /**
   * The trunk, after a tick under the policy.
   *
   * @param position x and y, m
   * @param orientation unit quaternion (x, y, z, w)
   */
  void at(double[] position, double[] orientation) {
    x = position[0];
    y = position[1];
    if (!begun) {
      begun = true;
      startX = x;
      startY = y;
      startYaw = yaw(orientation);
    }
  }

  /**
   * What came of it.
   *
   * @param episodeReturn undiscounted return by the task's reward
   * @param trackingRad how far joints were from their targets, rad
   */
  Trial trial(double episodeReturn, Episode episode, double trackingRad) {
    double cos = Math.cos(startYaw);
    double sin = Math.sin(startYaw);
    return new Trial(
        episodeReturn,
        episode.length() * episode.policyPeriodS(),
        cos * (x - startX) + sin * (y - startY),
        cos * (y - startY) - sin * (x - startX),
        episode.terminated(),
        episode.end(),
        trackingRad);
  }

  private static double yaw(double[] q) {
    return Math.atan2(2 * (q[3] * q[2] + q[0] * q[1]), 1 - 2 * (q[1] * q[1] + q[2] * q[2]));
  }
}
