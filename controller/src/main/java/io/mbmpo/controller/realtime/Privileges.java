package io.mbmpo.controller.realtime;

import io.mbmpo.robotconfigs.RealTimeConfig;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the control thread was given of what it asked for. Immutable; closing lets processors sleep
 * again.
 */
public final class Privileges implements Closeable {
  /**
   * Threads for which the control thread waits when the JVM stops the world. They must not wait
   * themselves for an ordinary thread to let go of their processor.
   */
  private static final List<String> PAUSERS = List.of("VM Thread", "GC Thread");

  /** What to do when something was refused. */
  public static final String REMEDY =
      "run it as root, or allow it: put the lines '* - rtprio 95' and '* - memlock unlimited' into"
          + " /etc/security/limits.d/99-mbmpo.conf and log in again (systemd: LimitRTPRIO=95,"
          + " LimitMEMLOCK=infinity; containers: --cap-add SYS_NICE --ulimit rtprio=95"
          + " --ulimit memlock=-1)";

  private final boolean preferred;
  private final List<String> refused;
  private final Closeable wakefulness;

  private Privileges(boolean preferred, List<String> refused, Closeable wakefulness) {
    this.preferred = preferred;
    this.refused = List.copyOf(refused);
    this.wakefulness = wakefulness;
  }

  /** Asks for everything; on the thread that is to become the control thread, before its ticks. */
  public static Privileges acquire(RealTimeConfig config, OperatingSystem system) {
    List<String> refused = new ArrayList<>();
    if (config.priority() == 0) {
      return new Privileges(false, refused, () -> {});
    }
    try {
      return acquire(config, system, refused);
    } catch (LinkageError e) {
      refused.add("no C library to ask: " + e.getMessage());
      return new Privileges(false, refused, () -> {});
    }
  }

  private static Privileges acquire(
      RealTimeConfig config, OperatingSystem system, List<String> refused) {
    system.lockMemory().ifPresent(refused::add);
    if (config.cpu() >= 0) {
      system.bind(config.cpu()).ifPresent(refused::add);
    }
    Optional<String> why = system.prefer(system.currentThread(), config.priority());
    why.ifPresent(refused::add);
    if (why.isEmpty()) {
      for (Map.Entry<Integer, String> thread : system.threads().entrySet()) {
        if (PAUSERS.stream().anyMatch(thread.getValue()::startsWith)) {
          system
              .prefer(thread.getKey(), config.priority())
              .ifPresent(reason -> refused.add(thread.getValue() + ": " + reason));
        }
      }
    }
    OperatingSystem.Wakefulness awake = system.stayAwake();
    awake.refused().ifPresent(refused::add);
    return new Privileges(why.isEmpty(), refused, awake.hold());
  }

  /** The thread runs before all ordinary ones. */
  public boolean preferred() {
    return preferred;
  }

  /** What was asked for and refused, with the reason; empty when nothing was. */
  public List<String> refused() {
    return refused;
  }

  /** One sentence for people with what was refused and what to do; empty when nothing was. */
  public Optional<String> warning() {
    return refused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the control thread goes on without "
                + (preferred ? "all that it asked for" : "real-time scheduling")
                + " and may be late when the machine is busy ("
                + String.join("; ", refused)
                + "). To mend it: "
                + REMEDY);
  }

  @Override
  public void close() {
    try {
      wakefulness.close();
    } catch (IOException e) {
      // Nothing depends on it: the kernel drops the request with the file.
      return;
    }
  }
}
