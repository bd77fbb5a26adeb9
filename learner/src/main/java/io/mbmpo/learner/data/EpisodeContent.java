package io.mbmpo.learner.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.mbmpo.link.Episode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An episode as bytes: little-endian float32 columns, and a digest over everything learned from.
 */
final class EpisodeContent {
  private EpisodeContent() {}

  static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /**
   * SHA-256 over every field but the controller's start time: the same rollout run again on another
   * day is the same experience.
   */
  static byte[] digest(Episode episode) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, episode.episodeId());
    put(hasher, episode.runId());
    put(hasher, episode.robot());
    put(hasher, episode.configHash());
    hasher.putInt(episode.iteration()).putLong(episode.snapshotVersion());
    put(hasher, episode.snapshotDigest());
    put(hasher, episode.exploration().name());
    hasher.putLong(episode.seed());
    put(hasher, bytes(episode.observations()));
    put(hasher, bytes(episode.actions()));
    hasher.putInt(episode.observationSize()).putInt(episode.actionSize());
    hasher.putBoolean(episode.terminated());
    put(hasher, episode.end());
    hasher.putDouble(episode.policyPeriodS());
    return hasher.hash().asBytes();
  }

  private static void put(Hasher hasher, String text) {
    put(hasher, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length first, so that no two field sequences hash alike. */
  private static void put(Hasher hasher, byte[] bytes) {
    hasher.putInt(bytes.length).putBytes(bytes);
  }

  /**
   * The number that ends an episode's id, its place in the plan; 0 where there is none.
   *
   * @param id for example {@code run-3-12}
   */
  static long ordinal(String id) {
    int from = id.length();
    while (from > 0
        && id.length() - from < 18
        && id.charAt(from - 1) >= '0'
        && id.charAt(from - 1) <= '9') {
      from--;
    }
    return from == id.length() ? 0 : Long.parseLong(id.substring(from));
  }

  /** Refuses arrays that do not fit their widths. */
  static void check(Episode episode) {
    long states =
        episode.observationSize() <= 0
            ? -1
            : episode.observations().length / episode.observationSize();
    if (episode.observationSize() <= 0
        || episode.actionSize() <= 0
        || episode.observations().length != states * episode.observationSize()
        || episode.actions().length % episode.actionSize() != 0
        || states != episode.length() + 1) {
      throw new IllegalArgumentException(
          "episode %s is malformed: %d observation values of width %d for %d action values of width %d; expected one more observation than actions"
              .formatted(
                  episode.episodeId(),
                  episode.observations().length,
                  episode.observationSize(),
                  episode.actions().length,
                  episode.actionSize()));
    }
  }

  /**
   * The steps of one or more episodes, one episode after the other.
   *
   * @throws IllegalArgumentException when their widths differ
   */
  static Transitions transitions(List<Episode> episodes) {
    Episode first = episodes.get(0);
    int observation = first.observationSize();
    int action = first.actionSize();
    int count = episodes.stream().mapToInt(Episode::length).sum();
    Transitions all =
        new Transitions(
            observation,
            action,
            new float[count * observation],
            new float[count * action],
            new float[count * observation],
            new int[episodes.size()]);
    int at = 0;
    for (int i = 0; i < episodes.size(); i++) {
      Episode episode = episodes.get(i);
      if (episode.observationSize() != observation || episode.actionSize() != action) {
        throw new IllegalArgumentException(
            "episode %s has %d observations and %d actions, %s has %d and %d"
                .formatted(
                    episode.episodeId(),
                    episode.observationSize(),
                    episode.actionSize(),
                    first.episodeId(),
                    observation,
                    action));
      }
      int length = episode.length();
      float[] states = episode.observations();
      int width = length * observation;
      System.arraycopy(states, 0, all.observations(), at * observation, width);
      System.arraycopy(states, observation, all.nextObservations(), at * observation, width);
      System.arraycopy(episode.actions(), 0, all.actions(), at * action, length * action);
      all.starts()[i] = at;
      at += length;
    }
    return all;
  }
}
