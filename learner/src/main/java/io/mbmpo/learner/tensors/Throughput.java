package io.mbmpo.learner.tensors;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Arithmetic done and the time it took. Whatever else runs on a machine stretches the wall's time
 * but hardly the processor's, so ratios are taken of the latter.
 *
 * @param operations floating-point operations
 * @param wallS seconds that went by
 * @param processorS seconds of processor time used by all threads of this process
 */
public record Throughput(double operations, double wallS, double processorS) {

  /** Measures {@code work} that does so many operations. */
  public static Throughput of(double operations, Runnable work) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    return new Throughput(
        operations,
        1e-9 * (System.nanoTime() - wall),
        1e-9 * (system.getProcessCpuTime() - processor));
  }

  /** Gigaflops per second by the clock on the wall. */
  public double gflops() {
    return 1e-9 * operations / wallS;
  }

  /** Gigaflops per second that so many threads would reach with a core of their own each. */
  public double gflops(int threads) {
    return 1e-9 * operations / processorS * threads;
  }

  /** Cores kept busy; less than the threads on a machine that is busy otherwise. */
  public double coresBusy() {
    return processorS / wallS;
  }
}
