package io.mbmpo.controller.rollout;

import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.controller.policy.NoiseSource;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether weights may reach the motors: made for this robot and configuration, not older
 * than what was accepted, of the right shape, finite, scaled as the configuration says, and of
 * bounded output on a fixed set of observations. Signatures are the link's matter and come before.
 * Any thread but the control thread.
 */
public final class SnapshotGate {
  /** Largest mean action on a probe; actions are clipped to ±1, a sane policy stays far below. */
  public static final float MAX_PROBE_ACTION = 50f;

  /** log σ outside of these is no exploration but a mistake. */
  public static final float MIN_LOG_STD = -10f;

  public static final float MAX_LOG_STD = 2f;

  private static final int MAX_WIDTH = 4096;
  private static final double SCALING_TOLERANCE = 1e-6;
  private static final int RANDOM_PROBES = 128;
  private static final long PROBE_SEED = 20260101L;
  private static final float EXTREME = 10f;

  private final RobotConfig config;
  private final Task task;
  private final float[] stance;
  private final float[] actionScale;
  private final float[] probes;

  /**
   * Why a snapshot is refused.
   *
   * @param condition what the failsafe table is told
   * @param reason for people
   */
  public record Refusal(Condition condition, String reason) {}

  public SnapshotGate(RobotConfig config, Task task) {
    this.config = config;
    this.task = task;
    List<JointConfig> joints = config.joints();
    stance = new float[joints.size()];
    actionScale = new float[joints.size()];
    for (int i = 0; i < stance.length; i++) {
      stance[i] = (float) joints.get(i).stanceRad();
      actionScale[i] = (float) joints.get(i).actionScaleRad();
    }
    probes = probes(task);
  }

  /**
   * Why this snapshot must not run; empty when it may.
   *
   * @param oldest lowest version that is still accepted
   */
  public Optional<Refusal> check(PolicySnapshot snapshot, long oldest) {
    if (!snapshot.robot().equals(config.name())) {
      return refuse(Condition.CONFIG_MISMATCH, "made for robot " + snapshot.robot());
    }
    if (!snapshot.configHash().equals(config.hash())) {
      return refuse(
          Condition.CONFIG_MISMATCH,
          "made for configuration "
              + brief(snapshot.configHash())
              + ", the robot has "
              + brief(config.hash())
              + "; start the learner with the robot's configuration");
    }
    if (snapshot.version() < oldest) {
      return refuse(
          "version "
              + SnapshotVersion.text(snapshot.version())
              + " ("
              + snapshot.version()
              + ") is older than the newest accepted set, "
              + oldest);
    }
    return shapes(snapshot).or(() -> values(snapshot)).or(() -> probe(snapshot));
  }

  private Optional<Refusal> shapes(PolicySnapshot snapshot) {
    int[] sizes = snapshot.layerSizes();
    if (sizes.length < 2) {
      return refuse("layer_sizes has " + sizes.length + " entries; at least 2");
    }
    for (int size : sizes) {
      if (size < 1 || size > MAX_WIDTH) {
        return refuse("layer_sizes holds " + size + "; allowed: 1 to " + MAX_WIDTH);
      }
    }
    int inputs = sizes[0];
    int outputs = sizes[sizes.length - 1];
    if (inputs != task.observationSize() || outputs != task.actionSize()) {
      return refuse(
          "layer_sizes: "
              + inputs
              + " inputs and "
              + outputs
              + " outputs, the task has "
              + task.observationSize()
              + " and "
              + task.actionSize());
    }
    return length("parameters", snapshot.parameters(), PolicySnapshot.parameterCount(sizes))
        .or(() -> length("observation_center", snapshot.observationCenter(), inputs))
        .or(() -> length("observation_scale", snapshot.observationScale(), inputs))
        .or(() -> length("action_center", snapshot.actionCenterRad(), outputs))
        .or(() -> length("action_scale", snapshot.actionScaleRad(), outputs));
  }

  private Optional<Refusal> values(PolicySnapshot snapshot) {
    float[] parameters = snapshot.parameters();
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        return refuse("parameters[" + i + "] is " + parameters[i]);
      }
    }
    for (int i = parameters.length - task.actionSize(); i < parameters.length; i++) {
      if (parameters[i] < MIN_LOG_STD || parameters[i] > MAX_LOG_STD) {
        return refuse(
            "log σ is " + parameters[i] + "; allowed: " + MIN_LOG_STD + " to " + MAX_LOG_STD);
      }
    }
    return same("observation_center", snapshot.observationCenter(), task.observationCenter())
        .or(() -> same("observation_scale", snapshot.observationScale(), task.observationScale()))
        .or(() -> same("action_center", snapshot.actionCenterRad(), stance))
        .or(() -> same("action_scale", snapshot.actionScaleRad(), actionScale));
  }

  private Optional<Refusal> probe(PolicySnapshot snapshot) {
    MlpPolicy policy = new MlpPolicy(snapshot);
    float[] mean = new float[task.actionSize()];
    for (int at = 0; at < probes.length; at += task.observationSize()) {
      policy.mean(probes, at, mean);
      for (float action : mean) {
        if (!(Math.abs(action) <= MAX_PROBE_ACTION)) {
          return refuse(
              "action on probe observation "
                  + at / task.observationSize()
                  + " is "
                  + action
                  + "; allowed: at most "
                  + MAX_PROBE_ACTION);
        }
      }
    }
    return Optional.empty();
  }

  /** The centre, every column at both extremes, and random ones up to 3 and 10 typical values. */
  private static float[] probes(Task task) {
    int width = task.observationSize();
    float[] center = task.observationCenter();
    float[] scale = task.observationScale();
    float[] rows = new float[(1 + 2 * width + RANDOM_PROBES) * width];
    NoiseSource noise = new NoiseSource(PROBE_SEED);
    for (int row = 0; row * width < rows.length; row++) {
      for (int i = 0; i < width; i++) {
        float typical = 0;
        if (row > 2 * width) {
          typical = (float) noise.nextGaussian() * (row % 2 == 0 ? 3 : EXTREME);
        } else if (row > 0 && (row - 1) / 2 == i) {
          typical = row % 2 == 0 ? EXTREME : -EXTREME;
        }
        rows[row * width + i] = center[i] + (scale[i] == 0 ? 0 : typical / scale[i]);
      }
    }
    return rows;
  }

  private static Optional<Refusal> length(String field, float[] values, int wanted) {
    return values.length == wanted
        ? Optional.empty()
        : refuse(field + " has " + values.length + " values; wanted: " + wanted);
  }

  private static Optional<Refusal> same(String field, float[] values, float[] wanted) {
    for (int i = 0; i < values.length; i++) {
      double tolerance = SCALING_TOLERANCE * Math.max(1, Math.abs(wanted[i]));
      if (!(Math.abs(values[i] - wanted[i]) <= tolerance)) {
        return refuse(
            field
                + "["
                + i
                + "] is "
                + values[i]
                + "; the robot's configuration says "
                + wanted[i]);
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(String reason) {
    return refuse(Condition.SNAPSHOT_REJECTED, reason);
  }

  private static Optional<Refusal> refuse(Condition condition, String reason) {
    return Optional.of(new Refusal(condition, reason));
  }

  private static String brief(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }
}
