package io.mbmpo.learner.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Predicate;

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

  /**
   * Advances each task in turn, by some worker, until it says that it has ended; a task is advanced
   * by one worker at a time. Five tasks of equal length thus keep two workers busy to the end.
   *
   * @param advance goes on with a task for a while; false when it has ended
   * @throws RuntimeException a failure, after the other tasks under way have come to rest
   */
  public <T> void takeTurns(List<? extends T> tasks, Predicate<T> advance) {
    Queue<T> waiting = new ConcurrentLinkedQueue<>(tasks);
    AtomicBoolean failed = new AtomicBoolean();
    map(
        Math.min(threads, tasks.size()),
        worker -> {
          boolean ended = false;
          try {
            for (T task = waiting.poll(); task != null && !failed.get(); task = waiting.poll()) {
              if (advance.test(task)) {
                waiting.add(task);
              }
            }
            ended = true;
          } finally {
            failed.compareAndSet(false, !ended);
          }
          return ended;
        });
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
