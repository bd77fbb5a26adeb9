package io.mbmpo.launch.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C as a request that the main thread answers in its own time: the JVM ends when
 * this is closed, which is when everything else has been closed in order.
 */
final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_S = 8;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Runnable ask) {
    hook = new Thread(() -> answer(ask), "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * @param ask run once, on the shutdown thread, when the process is told to stop
   */
  static StopSignal onShutdown(Runnable ask) {
    return new StopSignal(ask);
  }

  private void answer(Runnable ask) {
    ask.run();
    try {
      // Waiting for the main thread to end would not do: its System.exit waits for this hook.
      over.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Shutting down already: the hook runs, and now ends.
    }
  }
}
