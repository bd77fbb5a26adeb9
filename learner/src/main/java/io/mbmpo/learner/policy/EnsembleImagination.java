package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.types.TFloat32;

/**
 * What one policy imagines in an ensemble: episodes of which every step is predicted by a model
 * drawn at random, to learn from, and episodes in each of the models, to check it. As many episodes
 * as MB-MPO's K·m tasks imagine at once, in batches of {@code meta.rollouts}. The results depend on
 * the arguments only, not on the number of workers. Called by one thread.
 */
public final class EnsembleImagination implements AutoCloseable {
  private final LearnerSettings settings;
  private final PolicyShape shape;
  private final Workers workers;
  private final Imagination mixed;
  private final Imagination alone;

  public EnsembleImagination(Task task, LearnerSettings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
    this.shape = PolicyShape.of(task, settings.meta());
    this.mixed = new Imagination(task, settings, workers.device(), settings.model().count());
    this.alone = new Imagination(task, settings, workers.device());
  }

  /**
   * K·m batches of episodes in all models at once; each is to be closed.
   *
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  public List<Rollouts> mixed(
      float[] theta, List<DynamicsModel> models, StartStates starts, long seed) {
    // Batches that imagine together share the models out among them: the groups are always the
    // same.
    int groups = Math.max(2, settings.meta().tasksPerModel());
    return all(
        theta,
        starts,
        seed,
        groups,
        settings.tasks(),
        (group, requests) -> mixed.run(models, requests));
  }

  /**
   * Mean imagined return in each model, of m batches of episodes.
   *
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  public double[] returns(
      float[] theta, List<DynamicsModel> models, StartStates starts, long seed) {
    List<Rollouts> batches =
        all(
            theta,
            starts,
            seed,
            models.size(),
            models.size() * settings.meta().tasksPerModel(),
            (group, requests) -> alone.run(models.get(group), requests));
    try {
      double[] returns = new double[models.size()];
      for (int i = 0; i < batches.size(); i++) {
        int model = i / settings.meta().tasksPerModel();
        returns[model] += batches.get(i).meanReturn() / settings.meta().tasksPerModel();
      }
      return returns;
    } finally {
      batches.forEach(Rollouts::close);
    }
  }

  /** What a group of batches imagines together. */
  private interface Together {
    List<Rollouts> imagine(int group, List<Imagination.Request> requests);
  }

  private List<Rollouts> all(
      float[] theta, StartStates starts, long seed, int groups, int batches, Together together) {
    shape.check(theta);
    LearnerSettings.Meta meta = settings.meta();
    try (TFloat32 parameters = NativeFloats.vector(theta)) {
      SplittableRandom seeds = new SplittableRandom(seed);
      List<List<Imagination.Request>> requests = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        if (i * groups / batches == requests.size()) {
          requests.add(new ArrayList<>());
        }
        long noise = seeds.nextLong();
        float[] first = starts.draw(meta.rollouts(), meta.bufferStarts(), noise);
        requests.get(requests.size() - 1).add(new Imagination.Request(parameters, first, noise));
      }
      List<Rollouts> all = new ArrayList<>();
      workers.map(requests.size(), g -> together.imagine(g, requests.get(g))).forEach(all::addAll);
      return all;
    }
  }

  @Override
  public void close() {
    mixed.close();
    alone.close();
  }
}
