package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.types.TFloat32;

/**
 * Imagined episodes (Alg. 1 lines 6 and 8). Tasks that live in the same model imagine together, in
 * one run of a graph for the whole horizon; what a task imagines does not depend on its company.
 * May be used by several threads at once.
 */
final class Imagination implements AutoCloseable {
  private final Task task;
  private final LearnerSettings settings;
  private final Device device;
  private final int models;
  private final Map<Company, ImaginationGraph> graphs = new HashMap<>();

  /** Who imagines together. */
  private record Company(int tasks, boolean onePolicy) {}

  /**
   * What one task imagines.
   *
   * @param theta parameters of its policy [parameters]
   * @param first first states, row-major [rollouts][observation]
   * @param noise seed of the action noise
   */
  record Request(TFloat32 theta, float[] first, long noise) {}

  Imagination(Task task, LearnerSettings settings, Device device) {
    this(task, settings, device, 1);
  }

  /**
   * @param models that share out every step of the episodes, see {@link DynamicsMixture}
   */
  Imagination(Task task, LearnerSettings settings, Device device, int models) {
    this.device = device;
    this.models = models;
    this.task = task;
    this.settings = settings;
  }

  /** The episodes of all requests, in their order; each is to be closed. */
  List<Rollouts> run(DynamicsModel model, List<Request> requests) {
    return run(List.of(model), requests);
  }

  /** As above in several models; here what a task imagines depends on its company. */
  List<Rollouts> run(List<DynamicsModel> models, List<Request> requests) {
    TFloat32 theta = requests.get(0).theta();
    boolean onePolicy = requests.stream().allMatch(request -> request.theta() == theta);
    return graph(new Company(requests.size(), onePolicy)).run(models, requests);
  }

  /** Floating point operations of a run with so many requests, matrix products only. */
  double flops(int requests, boolean onePolicy) {
    return graph(new Company(requests, onePolicy || requests == 1)).flops();
  }

  private synchronized ImaginationGraph graph(Company company) {
    return graphs.computeIfAbsent(
        company,
        c -> new ImaginationGraph(task, settings, device, models, c.tasks(), c.onePolicy()));
  }

  @Override
  public synchronized void close() {
    graphs.values().forEach(ImaginationGraph::close);
  }
}
