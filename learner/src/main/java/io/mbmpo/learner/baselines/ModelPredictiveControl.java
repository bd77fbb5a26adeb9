package io.mbmpo.learner.baselines;

import io.mbmpo.learner.IterationTally;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearnerState;
import io.mbmpo.learner.Learning;
import io.mbmpo.learner.LearningContext;
import io.mbmpo.learner.ModelBias;
import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.policy.CandidateReturns;
import io.mbmpo.link.Episode;
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
  /** Candidates that one run of the graph scores; large enough for full matrix products. */
  private static final int BLOCK = 250;

  private final LearningContext context;
  private final LearnerSettings.Planning settings;
  private final DynamicsEnsemble ensemble;
  private final int blocks;
  private final CandidateReturns candidates;

  public ModelPredictiveControl(LearningContext context) {
    this.context = context;
    settings = context.settings().planning();
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

      List<Episode> episodes = i == 0 ? random() : planned(i);
      Transitions data = context.transitions(i);
      tally.collected(episodes, data.count());

      tally.fitted(context.fit(ensemble, data, i));

      context
          .observer()
          .finished(
              new LearnerState(i + 1, new float[0], List.of(), ensemble.state(), Map.of()),
              tally.report(new float[0], ensemble));
    }
    return context.run().meta(context.settings().iterations(), 0, new float[0]);
  }

  private List<Episode> random() {
    context.observer().phase(0, "collect", 0);
    return context
        .robot()
        .sample(context.run().randomPlan(context.settings().real(), context.streams()), List.of());
  }

  /** Real episodes planned in the models of the last fit. */
  private List<Episode> planned(int i) {
    context.observer().phase(i, "collect", 0);
    List<DynamicsModel> models = ensemble.models();
    try {
      ModelBias.shift(models, context, i);
      int planning = Math.min(settings.models(), models.size());
      return context
          .robot()
          .plan(
              context
                  .run()
                  .plannedPlan(
                      i, settings.episodes(), context.settings().real(), context.streams()),
              new RandomShooting(
                  candidates,
                  blocks,
                  models.subList(0, planning),
                  context.workers(),
                  context.streams().seed(Purpose.PLANNING, i, 0)));
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
