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
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * One Java thread per core, each driving single-threaded TensorFlow sessions: on small networks
 * this is faster than TensorFlow's own pools, and it makes every result independent of scheduling.
 * Results come back in task order, so sums over tasks are the same on any number of threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  public Workers(int threads) {
    this.threads = threads;
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

  /** A session whose runs stay in the calling thread. May be shared by all workers. */
  public static Session session(Graph graph) {
    return new Session(graph, inCallingThread().build());
  }

  /**
   * As {@link #session}, but the graph runs as it was built. Rewriting a large unrolled graph costs
   * seconds before its first run and was measured to gain nothing after it.
   */
  public static Session sessionAsBuilt(Graph graph) {
    return new Session(
        graph,
        inCallingThread()
            .setGraphOptions(
                GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
            .build());
  }

  private static ConfigProto.Builder inCallingThread() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1);
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
