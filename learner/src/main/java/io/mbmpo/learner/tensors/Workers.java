package io.mbmpo.learner.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * One Java thread per core, each driving single-threaded TensorFlow sessions: on small networks
 * this is faster than TensorFlow's own pools, and it makes every result independent of scheduling.
 * Results come back in task order, so sums over tasks are the same on any number of threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final Device device;
  private final ExecutorService pool;

  /** Workers on the CPU. */
  public Workers(int threads) {
    this(threads, Device.CPU);
  }

  /**
   * @param threads on a GPU one or two keep it busy
   * @param device where the graphs of these workers run
   */
  public Workers(int threads, Device device) {
    this.threads = threads;
    this.device = device;
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "learner-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  public int threads() {
    return threads;
  }

  public Device device() {
    return device;
  }

  /**
   * Runs {@code task} for 0 … n−1 on the workers and returns the results in that order.
   *
   * @throws RuntimeException the first failure in task order, after all tasks have ended
   */
  public <T> List<T> map(int n, IntFunction<T> task) {
    List<Callable<T>> calls = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int index = i;
      calls.add(() -> task.apply(index));
    }
    try {
      List<T> results = new ArrayList<>(n);
      for (Future<T> future : pool.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a learner task failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while learning", e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
