package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A run of seconds, with a robot that exists only as a formula. */
final class ToyRun {
  static final RobotConfig GO1 =
      RobotConfigLoader.load(
          Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs").resolve("go1"));
  static final Task TASK = new WalkTask(GO1);

  private ToyRun() {}

  static LearnerSettings settings(int iterations) {
    return settings(iterations, Map.of());
  }

  static LearnerSettings settings(int iterations, Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("iterations", "" + iterations),
                Map.entry("model.count", "2"),
                Map.entry("model.hidden", "[8]"),
                Map.entry("model.maxEpochs", "2"),
                Map.entry("meta.hidden", "[4]"),
                Map.entry("meta.steps", "1"),
                Map.entry("meta.rollouts", "4"),
                Map.entry("meta.horizon", "5"),
                Map.entry("real.randomEpisodes", "2"),
                Map.entry("real.randomHorizon", "10"),
                Map.entry("real.horizon", "10")));
    all.putAll(more);
    return LearnerProfiles.load("quick", all);
  }

  static RunIdentity identity() {
    return new RunIdentity("toy", 1_000, RobotIdentity.of(GO1), TASK, List.of(4));
  }

  /** What the formula makes of a rollout: depends on its seed and its policy only. */
  static Episode episode(
      RolloutPlan plan, RolloutPlan.Rollout rollout, PolicySnapshot policy, String configHash) {
    long weights = policy == null ? 0 : Arrays.hashCode(policy.parameters());
    SplittableRandom random = new SplittableRandom(rollout.seed() ^ weights);
    int s = TASK.observationSize();
    int a = TASK.actionSize();
    float[] observations = new float[(rollout.horizon() + 1) * s];
    float[] actions = new float[rollout.horizon() * a];
    for (int i = 0; i < observations.length; i++) {
      observations[i] =
          TASK.observationCenter()[i % s]
              + TASK.observationScale()[i % s] * (float) (0.1 * random.nextDouble());
    }
    for (int i = 0; i < actions.length; i++) {
      actions[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Episode(
        rollout.episodeId(),
        plan.runId(),
        plan.robot(),
        configHash,
        plan.iteration(),
        rollout.snapshotVersion(),
        policy == null ? new byte[0] : Digest.of(WireCodec.encode(policy)),
        rollout.exploration(),
        rollout.seed(),
        observations,
        actions,
        s,
        a,
        false,
        "horizon",
        0,
        GO1.control().policyPeriodS());
  }

  /** A link at whose other end the formula runs every plan at once, in the caller's thread. */
  static class Link implements LearnerEnd {
    final List<PolicySnapshot> snapshots = new ArrayList<>();
    final List<RolloutPlan> plans = new ArrayList<>();
    Listener listener;

    @Override
    public void start(Listener to) {
      listener = to;
    }

    @Override
    public void publish(PolicySnapshot snapshot) {
      snapshots.add(snapshot);
    }

    @Override
    public void publish(RolloutPlan plan) {
      plans.add(plan);
      for (RolloutPlan.Rollout rollout : plan.rollouts()) {
        PolicySnapshot policy =
            snapshots.stream()
                .filter(s -> s.version() == rollout.snapshotVersion())
                .findFirst()
                .orElse(null);
        listener.episodeReceived(episode(plan, rollout, policy, GO1.hash()));
      }
    }

    @Override
    public void publish(LearnerProgress progress) {}

    @Override
    public void close() {}
  }
}
