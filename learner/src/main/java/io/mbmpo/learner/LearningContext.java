package io.mbmpo.learner;

import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.FitReport;
import io.mbmpo.learner.tensors.Workers;

/**
 * What a run gives its method; the method makes what it needs besides (models, graphs) itself.
 *
 * @param run names of everything
 * @param settings of the method
 * @param streams seeds of everything random
 * @param robot where real episodes come from
 * @param store where they are kept
 * @param workers for what can be done side by side
 * @param observer told of every phase and iteration
 */
public record LearningContext(
    RunIdentity run,
    LearnerSettings settings,
    RandomStreams streams,
    RealRobot robot,
    TransitionStore store,
    Workers workers,
    LearnerObserver observer) {

  /** D up to and including an iteration. */
  public Transitions transitions(int iteration) {
    return store.transitions(run.runId(), iteration);
  }

  /** Eq. 1 for every model, warm start. */
  public FitReport fit(DynamicsEnsemble ensemble, Transitions data, int iteration) {
    observer.phase(iteration, "fit", 0);
    return ensemble.fit(
        data,
        streams.seed(RandomStreams.Purpose.MODEL_FIT, iteration, 0),
        done -> observer.phase(iteration, "fit", done));
  }

  /** A new ensemble with this run's first weights; the caller closes it. */
  public DynamicsEnsemble ensemble() {
    return new DynamicsEnsemble(
        run.task().observationSize(),
        run.task().actionSize(),
        settings.model(),
        workers,
        streams.seed(RandomStreams.Purpose.MODEL_INIT, 0, 0));
  }
}
