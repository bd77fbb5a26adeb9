package io.mbmpo.learner.toy;

import io.mbmpo.link.Episode;
import java.util.Arrays;

/** Episodes that are not what they were: fates for {@link ToyRobot}. */
public final class AlteredEpisode {
  private AlteredEpisode() {}

  /** The first steps alone, and what ended it then. */
  public static Episode cut(Episode e, int steps, String end) {
    return with(
        e,
        Arrays.copyOf(e.observations(), (steps + 1) * e.observationSize()),
        Arrays.copyOf(e.actions(), steps * e.actionSize()),
        end);
  }

  /** The same with other contents. */
  public static Episode with(Episode e, float[] observations, float[] actions) {
    return with(e, observations, actions, e.end());
  }

  private static Episode with(Episode e, float[] observations, float[] actions, String end) {
    return new Episode(
        e.episodeId(),
        e.runId(),
        e.robot(),
        e.configHash(),
        e.iteration(),
        e.snapshotVersion(),
        e.snapshotDigest(),
        e.exploration(),
        e.seed(),
        observations,
        actions,
        e.observationSize(),
        e.actionSize(),
        e.terminated(),
        end,
        e.startNanos(),
        e.policyPeriodS());
  }
}
