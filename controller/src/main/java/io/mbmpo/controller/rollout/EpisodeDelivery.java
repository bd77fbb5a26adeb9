package io.mbmpo.controller.rollout;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RobotEnd;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished episodes on their way to the disk, oldest first. One that the spool does not take is
 * kept here and tried again. Belongs to the thread that runs rollouts, but for what says otherwise.
 */
final class EpisodeDelivery {
  private static final Logger log = LoggerFactory.getLogger(EpisodeDelivery.class);

  private final RobotEnd link;
  private final ConditionFlags flags;
  private final Queue<Episode> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean held;

  /**
   * @param flags told of a full spool
   */
  EpisodeDelivery(RobotEnd link, ConditionFlags flags) {
    this.link = link;
    this.flags = flags;
  }

  /** Takes an episode; nothing is handed over yet. */
  void add(Episode episode) {
    waiting.add(episode);
  }

  /** Hands over what waits; false, and the failsafe is told, while the spool does not take it. */
  boolean deliver() {
    for (Episode episode = waiting.peek(); episode != null; episode = waiting.peek()) {
      try {
        link.deliver(episode);
      } catch (RuntimeException e) {
        log.warn(
            "episode {} cannot be spooled, kept in memory: {}", episode.episodeId(), e.toString());
        flags.set(Condition.SPOOL_FULL, true);
        held = true;
        return false;
      }
      waiting.remove();
    }
    flags.set(Condition.SPOOL_FULL, false);
    held = false;
    return true;
  }

  /** The spool did not take the oldest one when it was offered last. Any thread. */
  boolean held() {
    return held;
  }
}
