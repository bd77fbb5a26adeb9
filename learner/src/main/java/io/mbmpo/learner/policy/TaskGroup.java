package io.mbmpo.learner.policy;

import io.mbmpo.learner.dynamics.DynamicsModel;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * Meta-tasks in the same model that imagine together: fewer, larger matrix products. Used by one
 * thread at a time.
 */
record TaskGroup(DynamicsModel model, List<MetaTask> tasks) {

  /**
   * Shares the tasks out evenly: each worker's share is a stretch of the tasks in the order of
   * their models, and tasks of one model within a share make a group.
   *
   * @param byModel tasks of each model
   */
  static List<TaskGroup> of(List<DynamicsModel> models, List<List<MetaTask>> byModel, int workers) {
    int total = byModel.stream().mapToInt(List::size).sum();
    List<TaskGroup> groups = new ArrayList<>();
    int index = 0;
    for (int m = 0; m < models.size(); m++) {
      int share = -1;
      for (MetaTask task : byModel.get(m)) {
        int now = (int) ((long) index++ * workers / total);
        if (now != share) {
          groups.add(new TaskGroup(models.get(m), new ArrayList<>()));
          share = now;
        }
        groups.get(groups.size() - 1).tasks().add(task);
      }
    }
    return groups;
  }

  /** Lines 6 and 7: T with π_θ, then θ′ of every task; with α = 0 neither. */
  void adapt(
      double innerStep,
      float[] values,
      TFloat32 theta,
      Imagination imagination,
      MetaObjective objective) {
    if (innerStep == 0) {
      tasks.forEach(task -> task.leave(values));
      return;
    }
    List<Imagination.Request> requests = tasks.stream().map(task -> task.wishesT(theta)).toList();
    List<Rollouts> before = imagination.run(model, requests);
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).adapt(values, theta, before.get(i), objective);
    }
  }

  /** Line 8: T′ with π_θ′. */
  void imagineAdapted(Imagination imagination) {
    List<Imagination.Request> requests = tasks.stream().map(MetaTask::wishesAdapted).toList();
    try {
      List<Rollouts> after = imagination.run(model, requests);
      for (int i = 0; i < tasks.size(); i++) {
        tasks.get(i).imagined(after.get(i));
      }
    } finally {
      requests.forEach(request -> request.theta().close());
    }
  }
}
