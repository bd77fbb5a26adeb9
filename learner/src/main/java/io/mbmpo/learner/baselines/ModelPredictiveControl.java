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
import io.mbmpo.learner.policy.CandidateReturns;
import io.mbmpo.link.PolicySnapshot;
import java.util.List;
import java.util.Map;

/**
 * Model-based reinforcement learning with model predictive control (MB-MPC, Nagabandi et al. 2017):
 * no policy; every action is planned by random shooting in the models, and what it led to goes into
 * the next fit. One model plans, as published, unless {@code planning.models} asks for the mean
 * over several.
 */
public final class ModelPredictiveControl implements Learning {
  /**
   * Most candidates that one run of the graph scores; large enough for full matrix products. Blocks
   * are of the same size, so a few more may compete than were asked for.
   */
  private static final int BLOCK = 250;

  private final LearningContext context;
  private final LearnerSettings.Planning settings;
  private final RobotEpisodes robot;
  private final DynamicsEnsemble ensemble;
  private final int blocks;
  private final CandidateReturns candidates;

  public ModelPredictiveControl(LearningContext context) {
    this.context = context;
    settings = context.settings().planning();
    robot = new RobotEpisodes(context, settings.episodes());
    ensemble = context.ensemble();
    blocks = ceil(settings.candidates(), BLOCK);
    candidates =
        new CandidateReturns(
            context.run().task(),
            context.settings(),
            context.workers().device(),
            ceil(settings.candidates(), blocks));
  }

  private static int ceil(int total, int parts) {
    return (total + parts - 1) / parts;
  }

  @Override
  public LearnerState initialize() {
    return new LearnerState(0, new float[0], List.of(), ensemble.state(), Map.of());
  }

  /**
   * @return a snapshot without parameters: there is no policy
   */
  @Override
  public PolicySnapshot run(LearnerState state) {
    ensemble.restore(state.ensemble());
    for (int i = state.iteration(); i < context.settings().iterations(); i++) {
      IterationTally tally = new IterationTally(context.run(), i);

      if (i == 0) {
        robot.random(tally);
      } else {
        plan(i, tally);
      }

      Transitions data = context.transitions(i);
      tally.fitted(context.fit(ensemble, data, i));

      context
          .observer()
          .finished(
              new LearnerState(i + 1, new float[0], List.of(), ensemble.state(), Map.of()),
              tally.report(new float[0], ensemble));
    }
    return context.run().meta(context.settings().iterations(), 0, new float[0]);
  }

  /** Planned in the models of the last fit. */
  private void plan(int i, IterationTally tally) {
    List<DynamicsModel> models = ensemble.models();
    try {
      ModelBias.shift(models, context, i);
      int planning = Math.min(settings.models(), models.size());
      robot.planned(
          i,
          new RandomShooting(
              candidates,
              blocks,
              models.subList(0, planning),
              context.workers(),
              context.streams().seed(Purpose.PLANNING, i, 0)),
          tally);
    } finally {
      models.forEach(DynamicsModel::close);
    }
  }

  @Override
  public void close() {
    candidates.close();
    ensemble.close();
  }
}
