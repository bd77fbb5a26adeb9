package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The policies of tasks that imagine together: one for all, or one each. */
final class ActingPolicies {
  private final Ops tf;
  private final int tasks;
  private final List<Placeholder<TFloat32>> thetas = new ArrayList<>();
  private final List<UnaryOperator<Operand<TFloat32>>> policies = new ArrayList<>();
  private final List<Operand<TFloat32>> logStds = new ArrayList<>();

  /**
   * @param count 1, or {@code tasks}
   */
  ActingPolicies(
      Ops tf, Device device, Task task, LearnerSettings.Meta settings, int count, int tasks) {
    this.tf = tf;
    this.tasks = tasks;
    PolicyShape shape = PolicyShape.of(task, settings);
    for (int i = 0; i < count; i++) {
      Placeholder<TFloat32> theta =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape.parameterCount())));
      List<Operand<TFloat32>> parts = shape.split(tf, theta);
      thetas.add(theta);
      policies.add(new GaussianPolicy(tf, task).acting(device, parts));
      logStds.add(GaussianPolicy.logStd(parts));
    }
  }

  /** Mean actions of all tasks' rows, task by task. */
  Operand<TFloat32> mean(Operand<TFloat32> observations) {
    if (policies.size() == 1) {
      return policies.get(0).apply(observations);
    }
    List<Operand<TFloat32>> means = new ArrayList<>();
    var rows = tf.split(tf.constant(0), observations, (long) tasks).output();
    for (int i = 0; i < tasks; i++) {
      means.add(policies.get(i).apply(rows.get(i)));
    }
    return tf.concat(means, tf.constant(0));
  }

  /** log σ of a task's policy [action], as an output of its own. */
  Operand<TFloat32> logStd(int task) {
    return tf.identity(logStds.get(policies.size() == 1 ? 0 : task));
  }

  /** Each task's standard normal numbers times its policy's σ. */
  List<Operand<TFloat32>> spread(List<Operand<TFloat32>> normal) {
    List<Operand<TFloat32>> noise = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      noise.add(tf.math.mul(normal.get(i), tf.math.exp(logStd(i))));
    }
    return noise;
  }

  void feed(Session.Runner runner, List<Imagination.Request> requests) {
    for (int i = 0; i < thetas.size(); i++) {
      runner.feed(thetas.get(i), requests.get(i).theta());
    }
  }
}
