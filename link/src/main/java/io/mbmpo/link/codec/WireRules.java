package io.mbmpo.link.codec;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a message must satisfy beyond being parseable. Checked when it is sent and again when it is
 * received, so that a mistake is told to the one who made it. Every method throws {@link
 * LinkException} naming message, field, value and what is allowed.
 */
public final class WireRules {
  /** Largest signed message, bytes. */
  public static final int MAX_MESSAGE_BYTES = 8 << 20;

  /** Largest serialized episode, bytes. */
  public static final int MAX_EPISODE_BYTES = 16 << 20;

  /** Largest piece of an episode, bytes. */
  public static final int MAX_CHUNK_BYTES = 64 << 10;

  /** Most pieces of an episode. */
  public static final int MAX_CHUNKS = 1 << 14;

  static final int MAX_LAYERS = 16;
  static final int MAX_WIDTH = 4096;
  static final int MAX_PARAMETERS = 1 << 20;
  static final int MAX_ROLLOUTS = 10_000;
  static final int MAX_HORIZON = 1_000_000;

  private static final Pattern ROBOT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final int MAX_ID = 128;
  private static final int MAX_TEXT = 1024;

  private WireRules() {}

  /** A robot's name becomes part of topics: letters, digits, '_', '-', '.', at most 64. */
  public static void robotName(String field, String name) {
    require(ROBOT.matcher(name).matches(), field, name, "1 to 64 letters, digits, '_', '-' or '.'");
  }

  static void check(PolicySnapshot s) {
    String m = "snapshot.";
    id(m + "run_id", s.runId());
    robotName(m + "robot", s.robot());
    text(m + "config_hash", s.configHash(), MAX_ID);
    range(m + "version", s.version(), 1, Long.MAX_VALUE);
    range(m + "iteration", s.iteration(), 0, Integer.MAX_VALUE);
    range(m + "task", s.task(), -1, Integer.MAX_VALUE);
    require(
        (s.role() == PolicySnapshot.Role.META) == (s.task() == -1),
        m + "task",
        s.task(),
        "-1 for the meta-policy, 0 and up for an adapted one");
    int[] sizes = s.layerSizes();
    range(m + "layer_sizes: number of layers", sizes.length, 2, MAX_LAYERS);
    long count = sizes[sizes.length - 1];
    for (int i = 0; i < sizes.length; i++) {
      range(m + "layer_sizes[" + i + "]", sizes[i], 1, MAX_WIDTH);
      count += i + 1 < sizes.length ? (sizes[i] + 1L) * sizes[i + 1] : 0;
    }
    range(m + "parameters asked for by layer_sizes", count, 1, MAX_PARAMETERS);
    floats(m + "parameters", s.parameters(), count);
    floats(m + "observation_center", s.observationCenter(), sizes[0]);
    floats(m + "observation_scale", s.observationScale(), sizes[0]);
    floats(m + "action_center", s.actionCenterRad(), sizes[sizes.length - 1]);
    floats(m + "action_scale", s.actionScaleRad(), sizes[sizes.length - 1]);
  }

  static void check(RolloutPlan p) {
    String m = "plan.";
    id(m + "run_id", p.runId());
    robotName(m + "robot", p.robot());
    range(m + "version", p.version(), 1, Long.MAX_VALUE);
    range(m + "iteration", p.iteration(), 0, Integer.MAX_VALUE);
    range(m + "rollouts: number", p.rollouts().size(), 1, MAX_ROLLOUTS);
    Set<String> ids = new HashSet<>();
    int i = 0;
    for (RolloutPlan.Rollout r : p.rollouts()) {
      String at = m + "rollouts[" + i++ + "].";
      id(at + "episode_id", r.episodeId());
      require(ids.add(r.episodeId()), at + "episode_id", r.episodeId(), "an id used once");
      range(at + "snapshot_version", r.snapshotVersion(), 0, Long.MAX_VALUE);
      require(
          (r.exploration() == RolloutPlan.Exploration.RANDOM) == (r.snapshotVersion() == 0),
          at + "snapshot_version",
          r.snapshotVersion(),
          "0 for random actions and only for them");
      range(at + "horizon", r.horizon(), 1, MAX_HORIZON);
    }
  }

  /** An episode that ended before its first action (T = 0) is allowed: the plan still counts it. */
  static void check(Episode e) {
    String m = "episode.";
    id(m + "episode_id", e.episodeId());
    id(m + "run_id", e.runId());
    robotName(m + "robot", e.robot());
    text(m + "config_hash", e.configHash(), MAX_ID);
    range(m + "iteration", e.iteration(), 0, Integer.MAX_VALUE);
    range(m + "snapshot_version", e.snapshotVersion(), 0, Long.MAX_VALUE);
    int digest = e.snapshotDigest().length;
    require(digest == 0 || digest == Digest.BYTES, m + "snapshot_digest: bytes", digest, "0 or 32");
    range(m + "observation_size", e.observationSize(), 1, MAX_WIDTH);
    range(m + "action_size", e.actionSize(), 1, MAX_WIDTH);
    int actions = e.actions().length;
    require(
        actions % e.actionSize() == 0,
        m + "actions: number",
        actions,
        "a multiple of action_size " + e.actionSize());
    long steps = actions / e.actionSize();
    range(m + "length", steps, 0, MAX_HORIZON);
    floats(m + "observations", e.observations(), (steps + 1) * e.observationSize());
    floats(m + "actions", e.actions(), actions);
    text(m + "end", e.end(), MAX_TEXT);
    finite(m + "policy_period", e.policyPeriodS());
    require(
        e.policyPeriodS() > 0 && e.policyPeriodS() <= 10,
        m + "policy_period",
        e.policyPeriodS(),
        "in (0, 10] s");
  }

  static void check(EpisodePiece c) {
    String m = "chunk.";
    id(m + "episode_id", c.episodeId());
    range(m + "digest: bytes", c.digest().length, Digest.BYTES, Digest.BYTES);
    range(m + "count", c.count(), 1, MAX_CHUNKS);
    range(m + "index", c.index(), 0, c.count() - 1L);
    range(m + "data: bytes", c.data().length, 1, MAX_CHUNK_BYTES);
  }

  static void check(EpisodeReceipt r) {
    id("receipt.episode_id", r.episodeId());
    range("receipt.digest: bytes", r.digest().length, Digest.BYTES, Digest.BYTES);
    text("receipt.reason", r.reason(), MAX_TEXT);
  }

  static void check(SnapshotReport r) {
    id("report.run_id", r.runId());
    range("report.version", r.version(), 0, Long.MAX_VALUE);
    int digest = r.digest().length;
    require(digest == 0 || digest == Digest.BYTES, "report.digest: bytes", digest, "0 or 32");
    text("report.reason", r.reason(), MAX_TEXT);
  }

  static void check(RobotStatus s) {
    robotName("status.robot", s.robot());
    text("status.mode", s.mode(), MAX_ID);
    text("status.failsafe", s.failsafe(), MAX_ID);
    range("status.snapshot_version", s.snapshotVersion(), 0, Long.MAX_VALUE);
    finite("status.robot_time", s.robotTimeS());
    range("status.episodes_done", s.episodesDone(), 0, Long.MAX_VALUE);
    range("status.episodes_spooled", s.episodesSpooled(), 0, Long.MAX_VALUE);
  }

  static void check(LearnerProgress p) {
    id("progress.run_id", p.runId());
    text("progress.phase", p.phase(), MAX_ID);
    double done = p.phaseDone();
    require(done >= 0 && done <= 1, "progress.phase_done", done, "in [0, 1]");
    range("progress.iteration", p.iteration(), 0, Integer.MAX_VALUE);
    range("progress.iterations", p.iterations(), 0, Integer.MAX_VALUE);
  }

  static void require(boolean met, String field, Object value, String allowed) {
    if (!met) {
      throw new LinkException(field + " is " + shown(value) + "; allowed: " + allowed);
    }
  }

  /** An identifier: 1 to 128 printable ASCII characters without blanks. */
  static void id(String field, String value) {
    boolean good = !value.isEmpty() && value.length() <= MAX_ID;
    for (int i = 0; good && i < value.length(); i++) {
      good = value.charAt(i) > ' ' && value.charAt(i) < 127;
    }
    require(good, field, value, "1 to 128 printable characters without blanks");
  }

  private static void text(String field, String value, int max) {
    require(value.length() <= max, field, value, "at most " + max + " characters");
  }

  private static void range(String field, long value, long least, long most) {
    require(value >= least && value <= most, field, value, least + " to " + most);
  }

  private static void finite(String field, double value) {
    require(Double.isFinite(value), field, value, "a finite number");
  }

  private static void floats(String field, float[] values, long count) {
    require(values.length == count, field + ": number", values.length, count + " values");
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        require(false, field + "[" + i + "]", values[i], "a finite number");
      }
    }
  }

  private static String shown(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    String cut = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return "'" + cut.replaceAll("[^\\x20-\\x7e…]", "?") + "'";
  }
}
