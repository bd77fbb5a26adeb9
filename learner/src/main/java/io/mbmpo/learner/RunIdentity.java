package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Who asks whom: everything in a snapshot or plan that is not learned. Versions and episode ids
 * depend on the run's start second, the iteration and the place in it only, so a resumed run asks
 * with the same names as the run that was cut off.
 *
 * @param runId name of the run
 * @param startEpochSecond wall-clock second at which the run was first started
 * @param robot whose policies and episodes these are
 * @param task what is learned
 * @param policyHidden hidden layer sizes of the policy
 */
public record RunIdentity(
    String runId,
    long startEpochSecond,
    RobotIdentity robot,
    Task task,
    List<Integer> policyHidden) {
  public RunIdentity {
    policyHidden = List.copyOf(policyHidden);
  }

  /** Adapted policies θ′ of an iteration, one snapshot a meta-task. */
  public List<PolicySnapshot> adapted(int iteration, List<float[]> parameters) {
    List<PolicySnapshot> snapshots = new ArrayList<>();
    for (int k = 0; k < parameters.size(); k++) {
      snapshots.add(snapshot(iteration, k, PolicySnapshot.Role.ADAPTED, k, parameters.get(k)));
    }
    return snapshots;
  }

  /** Meta-policy θ of an iteration; its slot follows those of the adapted ones. */
  public PolicySnapshot meta(int iteration, int tasks, float[] parameters) {
    return snapshot(iteration, tasks, PolicySnapshot.Role.META, -1, parameters);
  }

  /** Plan of the first iteration: random actions. */
  public RolloutPlan randomPlan(LearnerSettings.Real real, RandomStreams streams) {
    PlanBuilder plan = new PlanBuilder(0, streams);
    for (int i = 0; i < real.randomEpisodes(); i++) {
      plan.add(0, Exploration.RANDOM, real.randomHorizon());
    }
    return plan.build();
  }

  /** Plan of a later iteration: every adapted policy explores, the meta-policy reports. */
  public RolloutPlan plan(
      int iteration,
      List<PolicySnapshot> adapted,
      PolicySnapshot meta,
      LearnerSettings.Real real,
      RandomStreams streams) {
    PlanBuilder plan = new PlanBuilder(iteration, streams);
    for (PolicySnapshot snapshot : adapted) {
      for (int i = 0; i < real.episodesPerTask(); i++) {
        plan.add(snapshot.version(), Exploration.GAUSSIAN, real.horizon());
      }
    }
    for (int i = 0; i < real.metaEpisodes(); i++) {
      plan.add(meta.version(), Exploration.DETERMINISTIC, real.horizon());
    }
    return plan.build();
  }

  /** Plan of a method with one policy: it explores in so many episodes, then it reports. */
  public RolloutPlan plan(
      int iteration,
      PolicySnapshot policy,
      int episodes,
      LearnerSettings.Real real,
      RandomStreams streams) {
    PlanBuilder plan = new PlanBuilder(iteration, streams);
    for (int i = 0; i < episodes; i++) {
      plan.add(policy.version(), Exploration.GAUSSIAN, real.horizon());
    }
    for (int i = 0; i < real.metaEpisodes(); i++) {
      plan.add(policy.version(), Exploration.DETERMINISTIC, real.horizon());
    }
    return plan.build();
  }

  /** Plan of episodes that a {@link Planner} acts in: version 0, deterministic. */
  public RolloutPlan plannedPlan(
      int iteration, int episodes, LearnerSettings.Real real, RandomStreams streams) {
    PlanBuilder plan = new PlanBuilder(iteration, streams);
    for (int i = 0; i < episodes; i++) {
      plan.add(0, Exploration.DETERMINISTIC, real.horizon());
    }
    return plan.build();
  }

  /** Whether an episode is of this run and of the robot as configured here. */
  public boolean accepts(Episode episode) {
    return episode.runId().equals(runId) && episode.configHash().equals(robot.configHash());
  }

  private PolicySnapshot snapshot(
      int iteration, int slot, PolicySnapshot.Role role, int taskIndex, float[] parameters) {
    int[] layers = new int[policyHidden.size() + 2];
    layers[0] = task.observationSize();
    for (int i = 0; i < policyHidden.size(); i++) {
      layers[i + 1] = policyHidden.get(i);
    }
    layers[layers.length - 1] = task.actionSize();
    return new PolicySnapshot(
        runId,
        robot.name(),
        robot.configHash(),
        SnapshotVersion.of(startEpochSecond, iteration, slot),
        iteration,
        role,
        taskIndex,
        layers,
        parameters.clone(),
        task.observationCenter().clone(),
        task.observationScale().clone(),
        robot.actionCenter().clone(),
        robot.actionScale().clone());
  }

  private final class PlanBuilder {
    private final int iteration;
    private final RandomStreams streams;
    private final List<Rollout> rollouts = new ArrayList<>();

    PlanBuilder(int iteration, RandomStreams streams) {
      this.iteration = iteration;
      this.streams = streams;
    }

    void add(long version, Exploration exploration, int horizon) {
      int index = rollouts.size();
      rollouts.add(
          new Rollout(
              "%s-i%04d-e%04d".formatted(runId, iteration, index),
              version,
              exploration,
              streams.seed(RandomStreams.Purpose.ROLLOUT, iteration, index),
              horizon));
    }

    RolloutPlan build() {
      // A plan's version follows its snapshots': slot 255 is kept for it.
      long version = SnapshotVersion.of(startEpochSecond, iteration, 255);
      return new RolloutPlan(runId, robot.name(), version, iteration, rollouts);
    }
  }
}
