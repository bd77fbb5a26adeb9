package io.mbmpo.link;

import java.util.Set;

/** What {@link Episode#end()} says of who is to blame. */
public final class EpisodeEnd {
  /**
   * Failsafes of a machine or a wire that is late. Not those of a sensor that lies, nor the
   * operator's: a policy can bring them about, by shaking or by frightening.
   */
  private static final Set<String> LATE =
      Set.of("joint state stale", "IMU stale", "odometry stale", "tick overrun");

  private EpisodeEnd() {}

  /**
   * Whether samples or ticks that did not come in time cut the episode short. Its transitions are
   * as good as others; its length and its return say nothing of the policy.
   *
   * @param end of an episode
   */
  public static boolean interrupted(String end) {
    return LATE.contains(end);
  }

  /** All ends that {@link #interrupted} holds for. */
  public static Set<String> interruptions() {
    return LATE;
  }
}
