package io.mbmpo.launch.experiment;

import io.mbmpo.controller.policy.ActionSource;
import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ensemble disagreement and policy plasticity over a square of the plane (section VI-C). */
final class PlasticityMap {
  /** Half the side of the square, m. */
  static final double REACH_M = 2;

  /** States along a side. */
  static final int SIDE = 41;

  private static final int ACTIONS = 20;
  private static final long ACTION_SEED = 1;

  private PlasticityMap() {}

  /**
   * @param checkpoint of a trial on a task whose observation is a place in the plane
   */
  static List<MapRow> of(RunIdentity run, LearnerSettings settings, Checkpoint checkpoint) {
    float[] states = states();
    MlpPolicy policy = new MlpPolicy(run.meta(0, 0, checkpoint.theta()));
    List<MlpPolicy> adapted =
        run.adapted(0, checkpoint.adapted()).stream().map(MlpPolicy::new).toList();
    double[] disagreement = disagreement(run, settings, checkpoint, policy, states);
    List<MapRow> rows = new ArrayList<>();
    for (int i = 0; i < SIDE * SIDE; i++) {
      double kl = 0;
      for (MlpPolicy other : adapted) {
        kl += kl(policy, other, states, 2 * i) / adapted.size();
      }
      rows.add(new MapRow(states[2 * i], states[2 * i + 1], disagreement[i], kl));
    }
    return rows;
  }

  private static float[] states() {
    float[] states = new float[2 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      states[2 * i] = coordinate(i % SIDE);
      states[2 * i + 1] = coordinate(i / SIDE);
    }
    return states;
  }

  private static float coordinate(int index) {
    return (float) (REACH_M * (2.0 * index / (SIDE - 1) - 1));
  }

  private static double[] disagreement(
      RunIdentity run,
      LearnerSettings settings,
      Checkpoint checkpoint,
      MlpPolicy policy,
      float[] states) {
    int width = run.task().actionSize();
    double[] mean = new double[SIDE * SIDE];
    try (Workers workers = Compute.oneCore().workers();
        DynamicsEnsemble ensemble =
            new DynamicsEnsemble(
                run.task().observationSize(), width, settings.model(), workers, 0)) {
      ensemble.restore(checkpoint.ensemble());
      ActionSource source =
          new ActionSource(
              Exploration.GAUSSIAN, policy, width, run.robot().policyPeriodS(), ACTION_SEED);
      float[] action = new float[width];
      for (int k = 0; k < ACTIONS; k++) {
        float[] actions = new float[mean.length * width];
        for (int i = 0; i < mean.length; i++) {
          source.draw(states, 2 * i, action);
          System.arraycopy(action, 0, actions, i * width, width);
        }
        double[] one = ensemble.disagreement(states, actions);
        Arrays.setAll(mean, i -> mean[i] + one[i] / ACTIONS);
      }
    }
    return mean;
  }

  /** KL(p ‖ q) of two Gaussians with diagonal covariance at one state. */
  static double kl(MlpPolicy p, MlpPolicy q, float[] states, int offset) {
    float[] meanP = new float[p.actionSize()];
    float[] meanQ = new float[p.actionSize()];
    p.mean(states, offset, meanP);
    q.mean(states, offset, meanQ);
    double kl = 0;
    for (int i = 0; i < meanP.length; i++) {
      double ratio = (double) p.std(i) / q.std(i);
      double shift = ((double) meanP[i] - meanQ[i]) / q.std(i);
      kl += (ratio * ratio + shift * shift - 1) / 2 - Math.log(ratio);
    }
    return kl;
  }
}
