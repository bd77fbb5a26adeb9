package io.mbmpo.learner;

import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.dynamics.DynamicsModel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Section VI-D: models that are wrong on purpose, each in its own way, by another for every fit.
 */
public final class ModelBias {
  private ModelBias() {}

  /** Shifts the models' predictions by b ~ U(0, b_max) for each dimension, in place. */
  public static void shift(List<DynamicsModel> models, LearningContext context, int iteration) {
    double maxBias = context.settings().imagination().maxBias();
    if (maxBias == 0) {
      return;
    }
    SplittableRandom random =
        new SplittableRandom(context.streams().seed(Purpose.MODEL_BIAS, iteration, 0));
    for (DynamicsModel model : models) {
      float[] bias = new float[context.run().task().observationSize()];
      for (int d = 0; d < bias.length; d++) {
        bias[d] = (float) (maxBias * random.nextDouble());
      }
      model.shift(bias);
    }
  }
}
