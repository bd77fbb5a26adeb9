package io.mbmpo.launch.exit;

/** A command cannot go on; the message is the sentence that the person reads. */
public final class LaunchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private LaunchException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The run itself failed. */
  public static LaunchException failedRun(String message) {
    return new LaunchException(ExitCodes.FAILED_RUN, message, null);
  }

  /** A wrong argument, setting or file. */
  public static LaunchException usage(String message) {
    return new LaunchException(ExitCodes.USAGE, message, null);
  }

  /** A wrong argument, setting or file. */
  public static LaunchException usage(String message, Throwable cause) {
    return new LaunchException(ExitCodes.USAGE, message, cause);
  }

  /** The machine does not allow it: broker, disk, port, another process. */
  public static LaunchException environment(String message) {
    return new LaunchException(ExitCodes.ENVIRONMENT, message, null);
  }

  /** The machine does not allow it: broker, disk, port, another process. */
  public static LaunchException environment(String message, Throwable cause) {
    return new LaunchException(ExitCodes.ENVIRONMENT, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
