package io.mbmpo.launch.process;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process in order when the one that started it dies without a word (kill −9, crash):
 * standard input then ends. A robot left alone would otherwise go on for ever.
 */
public final class ParentWatch {
  private static final Logger log = LoggerFactory.getLogger(ParentWatch.class);

  private ParentWatch() {}

  /** Watches if this process was started by another mbmpo, else does nothing. */
  public static void startIfChild() {
    if (System.getenv("MBMPO_CHILD") != null) {
      start(
          System.in,
          () -> {
            log.info("the process that started this one wants it no more, or is gone; stopping");
            System.exit(1);
          });
    }
  }

  static void start(InputStream input, Runnable whenGone) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (input.read() >= 0) {
                  // Whatever is written is ignored.
                }
              } catch (IOException e) {
                log.debug("standard input failed, as it does when the parent is gone", e);
              }
              whenGone.run();
            },
            "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }
}
