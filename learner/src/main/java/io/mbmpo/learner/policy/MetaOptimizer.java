package io.mbmpo.learner.policy;

import static io.mbmpo.learner.policy.Precision.doubles;
import static io.mbmpo.learner.policy.Precision.floats;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.types.TFloat32;

/**
 * Meta-policy optimization (section IV-B): owns the two graphs and spreads the K·m tasks over the
 * workers. The results depend on the arguments only, not on the number of workers. Called by one
 * thread.
 */
public final class MetaOptimizer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetaOptimizer.class);

  private final LearnerSettings.Meta settings;
  private final PolicyShape shape;
  private final Workers workers;
  private final Imagination imagination;
  private final MetaObjective objective;
  private final TrustRegion trustRegion;

  /** Builds the graphs for this task and these sizes. */
  public MetaOptimizer(Task task, LearnerSettings settings, Workers workers) {
    this.settings = settings.meta();
    this.workers = workers;
    this.shape = PolicyShape.of(task, this.settings);
    this.imagination = new Imagination(task, settings, workers.device());
    this.objective = new MetaObjective(task, this.settings, workers.device());
    this.trustRegion = TrustRegion.of(this.settings);
  }

  /**
   * First θ, laid out as {@link io.mbmpo.link.PolicySnapshot#parameters()}: Xavier-uniform weights,
   * a hundredth of that in the last layer, zero biases, σ as set.
   */
  public float[] initialParameters(long seed) {
    return shape.initialParameters(settings.initialStd(), seed);
  }

  /**
   * Alg. 1 lines 5–10 once: imagine, adapt, imagine adapted, meta-update by trust region. Whatever
   * goes wrong numerically, θ stays as it was and the outcome says why.
   *
   * @param theta θ; not changed
   * @param models the ensemble; task k lives in model k mod K
   * @throws IllegalArgumentException when θ has the wrong length or is not finite, or a model does
   *     not fit the settings
   */
  public MetaStep step(float[] theta, List<DynamicsModel> models, StartStates starts, long seed) {
    List<MetaTask> tasks = tasks(theta, models, starts, seed);
    List<TaskGroup> groups = groups(models, tasks);
    try (TFloat32 current = NativeFloats.vector(theta)) {
      workers.map(
          groups.size(),
          g -> {
            groups.get(g).adapt(settings.innerStep(), theta, current, imagination, objective);
            groups.get(g).imagineAdapted(imagination);
            return g;
          });
      TrustRegion.Step step =
          trustRegion.step(
              doubles(theta),
              new MeanObjective(current, tasks.stream().map(this::share).toList(), workers),
              candidate -> shape.raiseLogStd(candidate, Math.log(settings.minStd())));
      return report(theta, tasks, step);
    } finally {
      tasks.forEach(MetaTask::close);
    }
  }

  /**
   * θ′ₖ for all K·m tasks (Alg. 1 line 3 of the next iteration). A task whose adaptation is not
   * finite keeps θ.
   *
   * @throws IllegalArgumentException as {@link #step}
   */
  public List<float[]> adapt(
      float[] theta, List<DynamicsModel> models, StartStates starts, long seed) {
    List<MetaTask> tasks = tasks(theta, models, starts, seed);
    List<TaskGroup> groups = groups(models, tasks);
    try (TFloat32 current = NativeFloats.vector(theta)) {
      workers.map(
          groups.size(),
          g -> {
            groups.get(g).adapt(settings.innerStep(), theta, current, imagination, objective);
            return g;
          });
      return tasks.stream().map(task -> task.adapted().clone()).toList();
    } finally {
      tasks.forEach(MetaTask::close);
    }
  }

  private List<MetaTask> tasks(
      float[] theta, List<DynamicsModel> models, StartStates starts, long seed) {
    shape.check(theta);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no dynamics model to imagine in");
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    List<MetaTask> tasks = new ArrayList<>();
    for (int k = 0; k < models.size() * settings.tasksPerModel(); k++) {
      tasks.add(new MetaTask(settings, starts, seeds.nextLong(), seeds.nextLong()));
    }
    return tasks;
  }

  /** Task k lives in model k mod K. */
  private List<TaskGroup> groups(List<DynamicsModel> models, List<MetaTask> tasks) {
    List<List<MetaTask>> byModel = new ArrayList<>();
    models.forEach(model -> byModel.add(new ArrayList<>()));
    for (int k = 0; k < tasks.size(); k++) {
      byModel.get(k % models.size()).add(tasks.get(k));
    }
    return TaskGroup.of(models, byModel, workers.threads());
  }

  private MeanObjective.Share share(MetaTask task) {
    return new MeanObjective.Share() {
      @Override
      public float[] gradient(TFloat32 theta) {
        return objective.gradient(theta, task);
      }

      @Override
      public float[] fisherProduct(TFloat32 theta, TFloat32 direction) {
        return objective.fisherProduct(theta, direction, task);
      }

      @Override
      public TrustRegion.Evaluation evaluate(TFloat32 theta) {
        return objective.evaluate(theta, task);
      }
    };
  }

  private MetaStep report(float[] theta, List<MetaTask> tasks, TrustRegion.Step step) {
    boolean accepted = step.outcome() == MetaStep.Outcome.ACCEPTED;
    float[] next = accepted ? floats(step.theta()) : theta.clone();
    int unadapted =
        settings.innerStep() == 0 ? 0 : (int) tasks.stream().filter(t -> t.alpha() == 0).count();
    if (!accepted) {
      log.warn("meta-step left out, the policy stays as it was: {}", step.outcome());
    }
    if (unadapted > 0) {
      log.warn("{} of {} tasks could not be adapted: step not finite", unadapted, tasks.size());
    }
    return new MetaStep(
        next,
        mean(tasks, t -> t.before().meanReturn()),
        mean(tasks, t -> t.after().meanReturn()),
        step.kl(),
        mean(tasks, MetaTask::adaptationKl),
        mean(tasks, MetaTask::alpha),
        unadapted,
        step.gain(),
        step.outcome(),
        step.shortenings(),
        mean(tasks, t -> t.after().terminatedShare()),
        shape.meanStd(next));
  }

  private static double mean(List<MetaTask> tasks, ToDoubleFunction<MetaTask> figure) {
    return tasks.stream().mapToDouble(figure).sum() / tasks.size();
  }

  @Override
  public void close() {
    objective.close();
    imagination.close();
  }
}
