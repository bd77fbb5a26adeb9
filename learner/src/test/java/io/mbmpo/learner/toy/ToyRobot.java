package io.mbmpo.learner.toy;

import io.mbmpo.learner.Planner;
import io.mbmpo.learner.RealRobot;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A robot that is an environment stepped at once, in plain Java. */
public final class ToyRobot implements RealRobot {
  public static final RobotIdentity IDENTITY =
      new RobotIdentity("point", "p0", 0.1, new float[2], new float[] {1, 1});

  private final Environment environment;
  private final TransitionStore store;
  private final UnaryOperator<Episode> fate;
  private final TaskEvaluator evaluator;

  /**
   * @param fate what becomes of an episode before it is stored
   */
  public ToyRobot(Environment environment, TransitionStore store, UnaryOperator<Episode> fate) {
    this.environment = environment;
    this.store = store;
    this.fate = fate;
    this.evaluator = new TaskEvaluator(environment.task());
  }

  @Override
  public List<Episode> sample(RolloutPlan plan, List<PolicySnapshot> snapshots) {
    return all(
        plan,
        rollout -> {
          SplittableRandom random = new SplittableRandom(rollout.seed() ^ 1);
          if (rollout.exploration() == Exploration.RANDOM) {
            return (s, a) -> {
              for (int i = 0; i < a.length; i++) {
                a[i] = (float) (2 * random.nextDouble() - 1);
              }
            };
          }
          PolicySnapshot policy =
              snapshots.stream()
                  .filter(snapshot -> snapshot.version() == rollout.snapshotVersion())
                  .findFirst()
                  .orElseThrow();
          double noise = rollout.exploration() == Exploration.GAUSSIAN ? 1 : 0;
          return (s, a) -> act(policy, s, a, noise, random);
        });
  }

  @Override
  public List<Episode> plan(RolloutPlan plan, Planner planner) {
    return all(plan, rollout -> planner);
  }

  @Override
  public void offer(List<PolicySnapshot> snapshots) {}

  /** Who acts in a rollout. */
  private interface Casting {
    Planner of(RolloutPlan.Rollout rollout);
  }

  private List<Episode> all(RolloutPlan plan, Casting casting) {
    for (RolloutPlan.Rollout rollout : plan.rollouts()) {
      if (!store.ids(plan.runId()).contains(rollout.episodeId())) {
        store.add(fate.apply(episode(plan, rollout, casting.of(rollout))));
      }
    }
    Map<String, Episode> byId = new HashMap<>();
    store.episodes(plan.runId(), plan.iteration()).forEach(e -> byId.put(e.episodeId(), e));
    List<Episode> episodes = new ArrayList<>();
    plan.rollouts().forEach(rollout -> episodes.add(byId.get(rollout.episodeId())));
    return episodes;
  }

  private Episode episode(RolloutPlan plan, RolloutPlan.Rollout rollout, Planner planner) {
    int width = environment.task().observationSize();
    int size = environment.task().actionSize();
    float[] observations = new float[(rollout.horizon() + 1) * width];
    float[] actions = new float[rollout.horizon() * size];
    float[] observation = new float[width];
    float[] action = new float[size];
    environment.reset(rollout.seed(), observation);
    System.arraycopy(observation, 0, observations, 0, width);
    boolean fallen = false;
    int steps = 0;
    while (steps < rollout.horizon() && !fallen) {
      planner.action(observation, action);
      System.arraycopy(action, 0, actions, steps * size, size);
      environment.step(action, observation);
      steps++;
      System.arraycopy(observation, 0, observations, steps * width, width);
      fallen = evaluator.terminated(observations, steps * width);
    }
    return new Episode(
        rollout.episodeId(),
        plan.runId(),
        plan.robot(),
        IDENTITY.configHash(),
        plan.iteration(),
        rollout.snapshotVersion(),
        new byte[0],
        rollout.exploration(),
        rollout.seed(),
        Arrays.copyOf(observations, (steps + 1) * width),
        Arrays.copyOf(actions, steps * size),
        width,
        size,
        fallen,
        fallen ? "fall" : "horizon",
        0,
        environment.policyPeriodS());
  }

  /** The policy of {@link PolicySnapshot}'s definition, in double precision. */
  private static void act(
      PolicySnapshot policy,
      float[] observation,
      float[] action,
      double noise,
      SplittableRandom random) {
    double[] h = new double[observation.length];
    for (int i = 0; i < h.length; i++) {
      h[i] = (observation[i] - policy.observationCenter()[i]) * policy.observationScale()[i];
    }
    float[] theta = policy.parameters();
    int[] layers = policy.layerSizes();
    int at = 0;
    for (int l = 0; l + 1 < layers.length; l++) {
      double[] out = new double[layers[l + 1]];
      for (int j = 0; j < out.length; j++) {
        out[j] = theta[at + layers[l] * out.length + j];
        for (int i = 0; i < layers[l]; i++) {
          out[j] += h[i] * theta[at + i * out.length + j];
        }
        out[j] = l + 2 == layers.length ? out[j] : Math.tanh(out[j]);
      }
      at += (layers[l] + 1) * out.length;
      h = out;
    }
    for (int j = 0; j < action.length; j++) {
      action[j] = (float) (h[j] + noise * Math.exp(theta[at + j]) * random.nextGaussian());
    }
  }
}
