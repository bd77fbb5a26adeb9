package io.mbmpo.controller.rcl;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a node on its one thread: made, spun, shut down. An error of a spin is counted and
 * the next spin tried; the node is shut down whatever happened.
 */
final class RclSpinner {
  private static final Logger log = LoggerFactory.getLogger(RclSpinner.class);

  /** So long at most until a stop is noticed. */
  private static final long WAIT_NANOS = 50_000_000L;

  /** After an error, so that a node that is broken for good does not take the processor. */
  private static final long PAUSE_NANOS = 10_000_000L;

  private static final long COUNT_NANOS = 1_000_000_000L;

  private final Supplier<RclNode> open;
  private final Function<RclNode, RclTopics> furnish;
  private final NativeGrowth growth;
  private final Runnable beforeShutdown;
  private final AtomicLong errors = new AtomicLong();
  private volatile boolean running = true;
  private volatile boolean failing;
  private volatile boolean gone;
  private boolean countFailed;

  /**
   * @param open makes the node
   * @param furnish makes what is on it, before the first spin
   * @param beforeShutdown called after the last spin; returns when no thread publishes any more
   */
  RclSpinner(
      Supplier<RclNode> open,
      Function<RclNode, RclTopics> furnish,
      NativeGrowth growth,
      Runnable beforeShutdown) {
    this.open = open;
    this.furnish = furnish;
    this.growth = growth;
    this.beforeShutdown = beforeShutdown;
  }

  /**
   * Lives until {@link #stop}.
   *
   * @param made told of the topics, or of what went wrong
   */
  void live(CompletableFuture<RclTopics> made) {
    RclNode node;
    try {
      node = open.get();
    } catch (RuntimeException | LinkageError e) {
      made.completeExceptionally(e);
      return;
    }
    RclTopics topics = null;
    try {
      topics = furnish.apply(node);
      made.complete(topics);
      spin(node, topics);
    } catch (RuntimeException | LinkageError e) {
      if (!made.completeExceptionally(e)) {
        log.error("the node's thread ends: sensors will go stale", e);
        gone = true;
      }
    } finally {
      if (topics != null) {
        topics.silence();
        beforeShutdown.run();
      }
      shutDown(node);
    }
  }

  private void spin(RclNode node, RclTopics topics) {
    long countAt = System.nanoTime();
    while (running && alive(node)) {
      try {
        growth.spun();
        node.spinOnce(WAIT_NANOS);
        failing = false;
      } catch (RuntimeException e) {
        if (errors.getAndIncrement() == 0) {
          log.error("spinning failed; it is tried again, and further errors are counted", e);
        }
        failing = true;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (System.nanoTime() - countAt >= 0) {
        countAt = System.nanoTime() + COUNT_NANOS;
        count(topics);
      }
    }
  }

  private boolean alive(RclNode node) {
    if (node.ok()) {
      return true;
    }
    gone = true;
    log.error("the ROS context was shut down by somebody else: sensors will go stale");
    return false;
  }

  private void count(RclTopics topics) {
    try {
      topics.count();
    } catch (RuntimeException e) {
      if (!countFailed) {
        log.warn("the nodes on our topics cannot be counted: {}", e.toString());
        countFailed = true;
      }
    }
  }

  private static void shutDown(RclNode node) {
    try {
      node.shutdown();
    } catch (RuntimeException e) {
      log.warn("the node was not shut down cleanly: {}", e.toString());
    }
  }

  /** Ends {@link #live} soon. Any thread. */
  void stop() {
    running = false;
  }

  /** Spins that failed. */
  long errors() {
    return errors.get();
  }

  /** What is wrong now, a sentence. */
  Optional<String> trouble() {
    if (gone) {
      return Optional.of("the node is gone, see the log; restart it");
    }
    return failing ? Optional.of("spinning fails, see the log") : Optional.empty();
  }
}
