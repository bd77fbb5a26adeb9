package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Throughput;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * Measures the parts of a meta-step apart, each for all K·m tasks on all workers, as a meta-step
 * runs them. One thread.
 */
public final class MetaSpeed implements AutoCloseable {
  private final LearnerSettings.Meta settings;
  private final Workers workers;
  private final Imagination imagination;
  private final MetaObjective objective;
  private final float[] values;
  private final TFloat32 theta;
  private final List<MetaTask> tasks = new ArrayList<>();
  private final List<TaskGroup> groups;

  /**
   * @param models left open
   */
  public MetaSpeed(
      Task task,
      LearnerSettings settings,
      List<DynamicsModel> models,
      StartStates starts,
      Workers workers) {
    this.settings = settings.meta();
    this.workers = workers;
    imagination = new Imagination(task, settings, workers.device());
    objective = new MetaObjective(task, this.settings, workers.device());
    values = PolicyShape.of(task, this.settings).initialParameters(this.settings.initialStd(), 1);
    theta = NativeFloats.vector(values);
    List<List<MetaTask>> byModel = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      List<MetaTask> own = new ArrayList<>();
      for (int i = 0; i < this.settings.tasksPerModel(); i++) {
        long seed = tasks.size();
        own.add(new MetaTask(this.settings, starts, seed, ~seed));
        tasks.add(own.get(i));
      }
      byModel.add(own);
    }
    groups = TaskGroup.of(models, byModel, workers.threads());
    workers.map(
        groups.size(),
        g -> {
          groups.get(g).adapt(this.settings.innerStep(), values, theta, imagination, objective);
          groups.get(g).imagineAdapted(imagination);
          return g;
        });
  }

  /** Transitions that one {@link #imagination} imagines. */
  public long transitions() {
    return 2L * tasks.size() * settings.rollouts() * settings.horizon();
  }

  /** T and T′ of all tasks (Alg. 1 lines 6 and 8) with rewards, baseline and advantages. */
  public Throughput imagination() {
    double flops = 0;
    for (TaskGroup group : groups) {
      flops += imagination.flops(group.tasks().size(), true);
      flops += imagination.flops(group.tasks().size(), false);
    }
    return Throughput.of(
        flops,
        () ->
            workers
                .map(groups.size(), g -> imagine(groups.get(g)))
                .forEach(rollouts -> rollouts.forEach(Rollouts::close)));
  }

  private List<Rollouts> imagine(TaskGroup group) {
    List<Rollouts> all = new ArrayList<>();
    all.addAll(
        imagination.run(group.model(), group.tasks().stream().map(t -> t.wishesT(theta)).toList()));
    List<Imagination.Request> adapted =
        group.tasks().stream().map(MetaTask::wishesAdapted).toList();
    all.addAll(imagination.run(group.model(), adapted));
    adapted.forEach(request -> request.theta().close());
    return all;
  }

  /** Meta-gradient (line 10). */
  public Throughput gradient() {
    return Throughput.of(
        objective.gradientFlops(rows()) * tasks.size(),
        () -> workers.map(tasks.size(), k -> objective.gradient(theta, tasks.get(k))));
  }

  /** One product with the Fisher matrix at the adapted policies, through the adaptation. */
  public Throughput fisherProduct() {
    return Throughput.of(
        objective.fisherProductFlops(rows()) * tasks.size(),
        () -> workers.map(tasks.size(), k -> objective.fisherProduct(theta, theta, tasks.get(k))));
  }

  private long rows() {
    return (long) settings.rollouts() * settings.horizon();
  }

  @Override
  public void close() {
    tasks.forEach(MetaTask::close);
    theta.close();
    objective.close();
    imagination.close();
  }
}
