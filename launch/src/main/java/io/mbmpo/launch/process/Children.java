package io.mbmpo.launch.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a composition, stopped one after the other in the reverse of the order in which
 * their roles were first started: broker, robot, learner are stopped as learner, robot, broker.
 * Safe for use by several threads.
 */
public final class Children implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Children.class);

  private final Map<String, Stoppable> parts = new LinkedHashMap<>();
  private boolean stopping;
  private Thread hook;

  /**
   * Starts a part, or starts it anew: a role keeps its place in the order.
   *
   * @return the part
   * @throws IllegalStateException when all is being stopped, so that nothing is left behind
   */
  public synchronized <T extends Stoppable> T start(String role, Supplier<T> starter) {
    if (stopping) {
      throw new IllegalStateException("stopping; " + role + " is not started any more");
    }
    T part = starter.get();
    parts.put(role, part);
    return part;
  }

  /**
   * On Ctrl-C or SIGTERM, stops all in order and then says the last word (e.g. how to resume).
   *
   * @param lastWord runs on the shutdown thread
   */
  public synchronized void stopOnShutdown(Runnable lastWord) {
    hook =
        new Thread(
            () -> {
              stopAll();
              lastWord.run();
            },
            "orderly-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Stops all in order, waits for each. A second call waits for the first. */
  public void stopAll() {
    List<Map.Entry<String, Stoppable>> order;
    synchronized (this) {
      stopping = true;
      order = new ArrayList<>(parts.entrySet());
      Collections.reverse(order);
      // Under the lock: who calls second returns only when all is stopped.
      for (Map.Entry<String, Stoppable> part : order) {
        log.info("stopping {}", part.getKey());
        try {
          part.getValue().stop();
        } catch (RuntimeException e) {
          log.error("{} did not stop cleanly", part.getKey(), e);
        }
      }
      parts.clear();
    }
  }

  /** Whether stopping has begun; ends of children are then no surprise. */
  public synchronized boolean isStopping() {
    return stopping;
  }

  /** Stops all in order; the last word of {@link #stopOnShutdown} is not said any more. */
  @Override
  public void close() {
    stopAll();
    synchronized (this) {
      if (hook != null) {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // Shutting down already: the hook runs.
        }
        hook = null;
      }
    }
  }
}
