package io.mbmpo.controller.realtime;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The real one, by the C library. Elsewhere than on Linux everything is refused. */
public final class Linux implements OperatingSystem {
  private static final int SCHED_FIFO = 1;
  private static final int MCL_CURRENT_AND_FUTURE = 1 | 2;
  private static final int MAX_CPUS = 1024;
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path SLEEP_LIMIT = Path.of("/dev/cpu_dma_latency");
  private static final Closeable NOTHING = () -> {};

  /** Loaded on first use; a machine without it has no real-time services. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int sched_setscheduler(int thread, int policy, Pointer parameter);

    static native int sched_setaffinity(int thread, long bytes, Pointer mask);

    static native int mlockall(int flags);

    static native int gettid();

    static native String strerror(int error);
  }

  @Override
  public Map<Integer, String> threads() {
    Map<Integer, String> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        int thread = Integer.parseInt(task.getFileName().toString());
        threads.put(thread, Files.readString(task.resolve("comm")).strip());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A thread that ended meanwhile, or no /proc: those read so far are all there are to prefer.
      return threads;
    }
    return threads;
  }

  @Override
  public int currentThread() {
    return Platform.isLinux() ? C.gettid() : 0;
  }

  @Override
  public Optional<String> prefer(int thread, int priority) {
    if (!Platform.isLinux()) {
      return notHere("real-time scheduling");
    }
    try (Memory parameter = new Memory(Integer.BYTES)) {
      parameter.setInt(0, priority);
      return outcome("sched_setscheduler", C.sched_setscheduler(thread, SCHED_FIFO, parameter));
    }
  }

  @Override
  public Optional<String> bind(int cpu) {
    if (!Platform.isLinux()) {
      return notHere("binding to a processor");
    }
    try (Memory mask = new Memory(MAX_CPUS / Byte.SIZE)) {
      mask.clear();
      mask.setByte(cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
      return outcome(
          "sched_setaffinity to processor " + cpu, C.sched_setaffinity(0, mask.size(), mask));
    }
  }

  @Override
  public Optional<String> lockMemory() {
    return Platform.isLinux()
        ? outcome("mlockall", C.mlockall(MCL_CURRENT_AND_FUTURE))
        : notHere("locking memory");
  }

  @Override
  public Wakefulness stayAwake() {
    if (!Files.exists(SLEEP_LIMIT)) {
      return new Wakefulness(NOTHING, Optional.empty()); // a guest, whose host decides
    }
    try {
      // The request holds as long as the file is open.
      OutputStream limit = new FileOutputStream(SLEEP_LIMIT.toFile());
      limit.write(new byte[Integer.BYTES]); // 0 µs
      return new Wakefulness(limit, Optional.empty());
    } catch (IOException e) {
      return new Wakefulness(NOTHING, Optional.of("writing " + e.getMessage()));
    }
  }

  private static Optional<String> outcome(String call, int returned) {
    return returned == 0
        ? Optional.empty()
        : Optional.of(call + ": " + C.strerror(Native.getLastError()));
  }

  private static Optional<String> notHere(String what) {
    return Optional.of(what + " needs Linux, not " + System.getProperty("os.name"));
  }
}
