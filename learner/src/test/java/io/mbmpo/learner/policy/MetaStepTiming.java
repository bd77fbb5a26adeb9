package io.mbmpo.learner.policy;

import com.sun.management.OperatingSystemMXBean;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times start-up and meta-steps at the demo's sizes. Run by hand; arguments: horizon, steps, hidden
 * units of the models, tasks per model, threads.
 */
public final class MetaStepTiming {
  private MetaStepTiming() {}

  public static void main(String[] arguments) {
    int horizon = argument(arguments, 0, 80);
    int steps = argument(arguments, 1, 10);
    int hidden = argument(arguments, 2, 256);
    int tasksPerModel = argument(arguments, 3, 1);
    Task task = new Fixtures.WideTask(49, 12);
    LearnerSettings settings =
        Fixtures.settings(
            List.of(hidden, hidden),
            new LearnerSettings.Meta(
                List.of(32, 32),
                0.5,
                0.1,
                0.05,
                0.05,
                15,
                tasksPerModel,
                50,
                horizon,
                0.5,
                0.99,
                0.97,
                0.02,
                10,
                1,
                1e-3,
                15));
    List<DynamicsModel> models = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      models.add(Fixtures.randomModel(task, settings.model().hidden(), 0.5, i));
    }
    StartStates starts = Fixtures.starts(task, 1);
    long begin = System.nanoTime();
    try (Workers workers = new Workers(argument(arguments, 4, 2));
        MetaOptimizer optimizer = new MetaOptimizer(task, settings, workers)) {
      System.out.printf(Locale.ROOT, "graphs %.2f s%n", seconds(begin));
      float[] theta = optimizer.initialParameters(1);
      for (int i = 0; i < steps; i++) {
        begin = System.nanoTime();
        long cpu = cpuNanos();
        MetaStep step = optimizer.step(theta, models, starts, i);
        System.out.printf(
            Locale.ROOT,
            "step %.3f s (%.3f s of CPU), %s%n",
            seconds(begin),
            (cpuNanos() - cpu) / 1e9,
            step);
        theta = step.theta();
      }
      begin = System.nanoTime();
      long cpu = cpuNanos();
      optimizer.adapt(theta, models, starts, 0);
      System.out.printf(
          Locale.ROOT, "adapt %.3f s (%.3f s of CPU)%n", seconds(begin), (cpuNanos() - cpu) / 1e9);
    }
    models.forEach(DynamicsModel::close);
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
