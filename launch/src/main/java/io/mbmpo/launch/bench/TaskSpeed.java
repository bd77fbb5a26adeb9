package io.mbmpo.launch.bench;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import io.mbmpo.sim.benchmark.BenchmarkTasks;
import io.mbmpo.sim.benchmark.TaskOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;

/** How fast a benchmark task runs: whole episodes of random actions, on the caller's thread. */
public final class TaskSpeed {
  private static final double WARM_UP_S = 0.5;

  private final Environment environment;
  private final float[] action;
  private final float[] observation;
  private final SplittableRandom random = new SplittableRandom(1);
  private long episodes;

  private TaskSpeed(Environment environment) {
    this.environment = environment;
    action = new float[environment.task().actionSize()];
    observation = new float[environment.task().observationSize()];
  }

  /** Measures over at least {@code seconds} of wall time after a warm-up. */
  public static SpeedReport measure(String task, double seconds) {
    try (Environment environment = BenchmarkTasks.open(task, TaskOptions.DEFAULT)) {
      TaskSpeed run = new TaskSpeed(environment);
      run.actions(WARM_UP_S);
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long startCpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      long actions = run.actions(seconds);
      double wall = 1e-9 * (System.nanoTime() - start);
      double cpu = 1e-9 * (threads.getCurrentThreadCpuTime() - startCpu);
      return new SpeedReport(environment.policyPeriodS() * actions, wall, cpu, actions);
    }
  }

  /** Acts for so long, in whole episodes; returns the number of actions. */
  private long actions(double seconds) {
    long end = System.nanoTime() + (long) (1e9 * seconds);
    long actions = 0;
    while (System.nanoTime() < end) {
      environment.reset(++episodes, observation);
      boolean usable = true;
      for (int t = 0; usable && t < environment.task().horizon(); t++) {
        for (int i = 0; i < action.length; i++) {
          action[i] = (float) (2 * random.nextDouble() - 1);
        }
        usable = environment.step(action, observation);
        actions++;
      }
    }
    return actions;
  }
}
