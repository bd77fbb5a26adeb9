package io.mbmpo.learner.tensors;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What some work cost. Processor time leaves out what other programs take away, but counts all
 * threads of the process.
 *
 * @param wallSeconds by the clock, s
 * @param cpuSeconds of all threads, s
 * @param flops floating point operations of its matrix products
 */
public record Effort(double wallSeconds, double cpuSeconds, double flops) {

  /** Runs the work once. */
  public static Effort of(double flops, Runnable work) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    return new Effort(
        1e-9 * (System.nanoTime() - wall), 1e-9 * (process.getProcessCpuTime() - cpu), flops);
  }

  /** Rate by the clock, operations/s. */
  public double flopsPerSecond() {
    return flops / wallSeconds;
  }

  /** Rate by processor time, operations/s of one core. */
  public double flopsPerCpuSecond() {
    return flops / cpuSeconds;
  }
}
