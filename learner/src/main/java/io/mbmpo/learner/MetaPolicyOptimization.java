package io.mbmpo.learner;

import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.policy.MetaOptimizer;
import io.mbmpo.learner.policy.MetaStep;
import io.mbmpo.learner.policy.StartStates;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Model-based meta-policy optimization, Alg. 1 of the paper, in the paper's order. Everything it
 * knows between two iterations is in {@link LearnerState}, everything random comes from {@link
 * RandomStreams}: stopped anywhere and started again from the last state, it computes what it would
 * have computed.
 *
 * <p>With α = 0 (Fig. 4) nothing adapts: θ itself explores, in as many real episodes as the adapted
 * policies would, and the meta-step is a trust-region step on episodes of which each is imagined by
 * one model.
 */
public final class MetaPolicyOptimization implements Learning {
  private final LearningContext context;
  private final RunIdentity run;
  private final LearnerSettings settings;
  private final RandomStreams streams;
  private final RealRobot robot;
  private final DynamicsEnsemble ensemble;
  private final MetaOptimizer optimizer;
  private final LearnerObserver observer;
  private final Optional<float[]> start;

  /** Begins with θ at random. */
  public MetaPolicyOptimization(LearningContext context) {
    this(context, Optional.empty());
  }

  /**
   * @param start θ to begin with, which then gathers the first episodes; else it is drawn, and
   *     chance gathers them
   */
  public MetaPolicyOptimization(LearningContext context, Optional<float[]> start) {
    this.context = context;
    this.start = start.map(float[]::clone);
    run = context.run();
    settings = context.settings();
    streams = context.streams();
    robot = context.robot();
    observer = context.observer();
    ensemble = context.ensemble();
    optimizer = new MetaOptimizer(run.task(), settings, context.workers());
  }

  /**
   * Line 1: θ at random, or as given; no adapted policies yet. The ensemble drew its φ when it was
   * made.
   *
   * @throws IllegalArgumentException when the θ given is not of these layers
   */
  @Override
  public LearnerState initialize() {
    float[] drawn = optimizer.initialParameters(streams.seed(Purpose.POLICY_INIT, 0, 0));
    float[] theta = start.orElse(drawn).clone();
    if (theta.length != drawn.length) {
      throw new IllegalArgumentException(
          "the policy to begin with has %d parameters; meta.hidden %s asks for %d"
              .formatted(theta.length, settings.meta().hidden(), drawn.length));
    }
    return new LearnerState(0, theta, List.of(), ensemble.state(), Map.of());
  }

  /**
   * Lines 2–12.
   *
   * @return the pre-update policy θ*
   */
  @Override
  public PolicySnapshot run(LearnerState state) {
    ensemble.restore(state.ensemble());
    float[] theta = state.theta();
    List<float[]> adapted = state.adapted();

    for (int i = state.iteration(); i < settings.iterations(); i++) { // line 2
      IterationTally tally = new IterationTally(run, i);

      List<Episode> episodes = sampleReal(i, theta, adapted); // line 3
      Transitions data = context.transitions(i); // D
      tally.collected(episodes, data.count());

      tally.fitted(context.fit(ensemble, data, i)); // line 4

      StartStates starts = StartStates.of(data);
      List<DynamicsModel> models = ensemble.models();
      try {
        ModelBias.shift(models, context, i);
        for (int j = 0; j < settings.meta().steps(); j++) { // lines 5–10
          observer.phase(i, "meta-step", (double) j / settings.meta().steps());
          MetaStep step =
              optimizer.step(theta, models, starts, streams.seed(Purpose.META_STEP, i, j));
          theta = step.theta();
          tally.stepped(step);
        }
        adapted = optimizer.adapt(theta, models, starts, streams.seed(Purpose.ADAPTATION, i, 0));
      } finally {
        models.forEach(DynamicsModel::close);
      }
      observer.finished(
          new LearnerState(i + 1, theta, adapted, ensemble.state(), Map.of()),
          tally.report(theta, ensemble));
    } // line 11

    PolicySnapshot best = run.meta(settings.iterations(), settings.tasks(), theta);
    robot.offer(List.of(best));
    return best; // line 12
  }

  /**
   * Line 3: the adapted policies explore on the robot. In the first iteration chance does, or the θ
   * that was given, in as many episodes.
   */
  private List<Episode> sampleReal(int i, float[] theta, List<float[]> adapted) {
    observer.phase(i, "collect", 0);
    if (adapted.isEmpty() && start.isEmpty()) {
      return robot.sample(run.randomPlan(settings.real(), streams), List.of());
    }
    PolicySnapshot reporter = run.meta(i, settings.tasks(), theta);
    if (adapted.isEmpty()) {
      return alone(i, reporter, settings.real().randomEpisodes());
    }
    if (settings.meta().innerStep() == 0) {
      return alone(i, reporter, settings.tasks() * settings.real().episodesPerTask());
    }
    List<PolicySnapshot> explorers = run.adapted(i, adapted);
    List<PolicySnapshot> all = new ArrayList<>(explorers);
    all.add(reporter);
    return robot.sample(run.plan(i, explorers, reporter, settings.real(), streams), all);
  }

  private List<Episode> alone(int i, PolicySnapshot policy, int episodes) {
    return robot.sample(run.plan(i, policy, episodes, settings.real(), streams), List.of(policy));
  }

  @Override
  public void close() {
    optimizer.close();
    ensemble.close();
  }
}
