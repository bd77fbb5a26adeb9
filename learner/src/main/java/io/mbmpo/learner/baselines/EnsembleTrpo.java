package io.mbmpo.learner.baselines;

import io.mbmpo.learner.IterationTally;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearnerState;
import io.mbmpo.learner.Learning;
import io.mbmpo.learner.LearningContext;
import io.mbmpo.learner.ModelBias;
import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.RobotEpisodes;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.policy.EnsembleImagination;
import io.mbmpo.learner.policy.PolicyOptimizer;
import io.mbmpo.learner.policy.PolicyStep;
import io.mbmpo.learner.policy.Rollouts;
import io.mbmpo.learner.policy.StartStates;
import io.mbmpo.link.PolicySnapshot;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model-ensemble trust region policy optimization (ME-TRPO, Kurutach et al. 2018), Alg. 2 of that
 * paper: one policy, which is to be good in all models at once instead of adapting to each. Every
 * imagined step is predicted by a model drawn at random. Every few steps the policy is checked in
 * each model alone; when it has improved in too few of them since the last check, it is overfitting
 * to their errors and goes back to the robot for more data.
 */
public final class EnsembleTrpo implements Learning {
  private static final Logger log = LoggerFactory.getLogger(EnsembleTrpo.class);

  private final LearningContext context;
  private final LearnerSettings.EnsembleTrpo settings;
  private final RobotEpisodes robot;
  private final DynamicsEnsemble ensemble;
  private final EnsembleImagination imagination;
  private final PolicyOptimizer optimizer;

  public EnsembleTrpo(LearningContext context) {
    this.context = context;
    settings = context.settings().ensembleTrpo();
    robot = new RobotEpisodes(context, settings.episodes());
    ensemble = context.ensemble();
    imagination =
        new EnsembleImagination(context.run().task(), context.settings(), context.workers());
    optimizer = new PolicyOptimizer(context.run().task(), context.settings(), context.workers());
  }

  @Override
  public LearnerState initialize() {
    float[] theta = optimizer.initialParameters(context.streams().seed(Purpose.POLICY_INIT, 0, 0));
    return new LearnerState(0, theta, List.of(), ensemble.state(), Map.of());
  }

  @Override
  public PolicySnapshot run(LearnerState state) {
    ensemble.restore(state.ensemble());
    float[] theta = state.theta();
    for (int i = state.iteration(); i < context.settings().iterations(); i++) {
      IterationTally tally = new IterationTally(context.run(), i);

      if (i == 0) {
        robot.random(tally);
      } else {
        robot.of(i, theta, tally);
      }

      Transitions data = context.transitions(i);
      tally.fitted(context.fit(ensemble, data, i));

      List<DynamicsModel> models = ensemble.models();
      try {
        ModelBias.shift(models, context, i);
        theta = improve(theta, models, StartStates.of(data), i, tally);
      } finally {
        models.forEach(DynamicsModel::close);
      }

      context
          .observer()
          .finished(
              new LearnerState(i + 1, theta, List.of(), ensemble.state(), Map.of()),
              tally.report(theta, ensemble));
    }
    return robot.offer(theta);
  }

  /** Steps in imagination until there were enough, or they no longer help in enough models. */
  private float[] improve(
      float[] old, List<DynamicsModel> models, StartStates starts, int i, IterationTally tally) {
    int steps = context.settings().meta().steps();
    long validation = context.streams().seed(Purpose.VALIDATION, i, 0);
    boolean checks = settings.checkEvery() > 0;
    float[] theta = old;
    double[] before = checks ? imagination.returns(old, models, starts, validation) : null;
    for (int j = 0; j < steps; j++) {
      context.observer().phase(i, "meta-step", (double) j / steps);
      theta = step(theta, models, starts, context.streams().seed(Purpose.META_STEP, i, j), tally);
      if (checks && (j + 1) % settings.checkEvery() == 0) {
        double[] now = imagination.returns(theta, models, starts, validation);
        double improved = improvedShare(before, now);
        if (improved < settings.improvedShare()) {
          log.info("enough after {} steps: better in {} of the models only", j + 1, improved);
          break;
        }
        before = now;
      }
    }
    return theta;
  }

  private float[] step(
      float[] theta,
      List<DynamicsModel> models,
      StartStates starts,
      long seed,
      IterationTally tally) {
    List<Rollouts> batches = imagination.mixed(theta, models, starts, seed);
    try {
      PolicyStep step = optimizer.trustRegionStep(theta, batches);
      tally.stepped(step);
      tally.imagined(batches.stream().mapToDouble(Rollouts::meanReturn).average().orElseThrow());
      return step.theta();
    } finally {
      batches.forEach(Rollouts::close);
    }
  }

  private static double improvedShare(double[] before, double[] now) {
    int improved = 0;
    for (int k = 0; k < now.length; k++) {
      improved += now[k] > before[k] ? 1 : 0;
    }
    return (double) improved / now.length;
  }

  @Override
  public void close() {
    optimizer.close();
    imagination.close();
    ensemble.close();
  }
}
