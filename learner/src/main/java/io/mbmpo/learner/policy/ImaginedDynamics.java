package io.mbmpo.learner.policy;

import io.mbmpo.learner.dynamics.DynamicsModel;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** What follows a step of imagined episodes, as a graph function of fed dynamics models. */
interface ImaginedDynamics {
  /**
   * s′ of one step of all episodes.
   *
   * @param step t
   * @param observations s [rows, observation]
   * @param actions a as drawn [rows, action]
   */
  Operand<TFloat32> next(int step, Operand<TFloat32> observations, Operand<TFloat32> actions);

  /**
   * Feeds the models' parameters to a run.
   *
   * @param models as many as this was made for
   */
  void feed(Session.Runner runner, List<DynamicsModel> models);
}
