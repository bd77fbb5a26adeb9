package io.mbmpo.launch.command;

import java.util.concurrent.TimeUnit;

/** SIGTERM and Ctrl-C as a request that the main thread answers in its own time. */
final class StopSignal {
  private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(8);

  private StopSignal() {}

  /**
   * Asks, then waits for the calling (main) thread to end, so that everything is closed in order.
   */
  static void onShutdown(Runnable ask) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ask.run();
                  try {
                    // A main thread that has called System.exit waits for this hook: do not wait
                    // for
                    // it for ever.
                    if (main.getState() != Thread.State.WAITING) {
                      main.join(PATIENCE_MS);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop-signal"));
  }
}
