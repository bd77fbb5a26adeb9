package io.mbmpo.launch.bench;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code stress-ng} on every processor, on memory and on the disk's buffers, until closed. */
final class StressLoad implements AutoCloseable {
  /** It ends by itself after so long, for a bench that is killed cannot end it. */
  private static final String TIMEOUT = "--timeout=3600s";

  private final Process process;

  StressLoad() {
    String cpus = String.valueOf(Runtime.getRuntime().availableProcessors());
    List<String> command =
        List.of(
            "stress-ng",
            "--quiet",
            TIMEOUT,
            "--cpu",
            cpus,
            "--vm",
            "1",
            "--vm-bytes",
            "128M",
            "--io",
            "1");
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw LaunchException.environment("cannot start stress-ng: " + e.getMessage(), e);
    }
    // Ctrl-C must not leave the machine loaded; once closed, there is nothing left to end.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stress-ng-end"));
  }

  @Override
  public void close() {
    process.destroy(); // it ends its own children when told to end
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
