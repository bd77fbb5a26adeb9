package io.mbmpo.launch.exit;

import com.google.common.base.Throwables;
import io.mbmpo.controller.dds.DdsException;
import io.mbmpo.learner.tensors.DeviceException;
import io.mbmpo.link.LinkException;
import io.mbmpo.sim.mujoco.MujocoUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that turns what went wrong into an exit status and a sentence. Stack traces go to
 * the log file only.
 */
public final class ExitCodes {
  public static final int OK = 0;

  /** The run ended without what was asked of it. */
  public static final int FAILED_RUN = 1;

  /** Wrong arguments, configuration or input files. */
  public static final int USAGE = 2;

  /** Broker, disk, port, JDK: the machine must be put right first. */
  public static final int ENVIRONMENT = 3;

  /** Ctrl-C, as shells count it: 128 + SIGINT. */
  public static final int INTERRUPTED = 130;

  private static final Logger log = LoggerFactory.getLogger(ExitCodes.class);

  private ExitCodes() {}

  /** Exit status for what was thrown. */
  public static int of(Throwable thrown) {
    Throwable known = known(thrown);
    if (known instanceof LaunchException launch) {
      return launch.exitCode();
    }
    if (known instanceof InterruptedException) {
      return INTERRUPTED;
    }
    if (known instanceof LinkException
        || known instanceof MujocoUnavailableException
        || known instanceof DdsException
        || known instanceof DeviceException
        || known instanceof IOException
        || known instanceof OutOfMemoryError) {
      return ENVIRONMENT;
    }
    return isBadInput(known) ? USAGE : FAILED_RUN;
  }

  /** The sentence for what was thrown, without a stack trace. */
  public static String sentence(Throwable thrown) {
    Throwable known = known(thrown);
    String message = known.getMessage();
    if (known instanceof LaunchException || known instanceof LinkException || isBadInput(known)) {
      return message;
    }
    if (known instanceof NoSuchFileException) {
      return "no such file: " + message;
    }
    if (known instanceof AccessDeniedException) {
      return "not allowed to open: " + message + " (check its owner and permissions)";
    }
    if (known instanceof FileSystemException || known instanceof IOException) {
      return message == null ? known.getClass().getSimpleName() : message;
    }
    if (known instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); allow more with MBMPO_JAVA_FLAGS=-Xmx…";
    }
    if (known instanceof InterruptedException) {
      return "interrupted";
    }
    return "unexpected error: " + known;
  }

  /**
   * Tells the person in one sentence, and the log file everything.
   *
   * @return the exit status
   */
  public static int report(Throwable thrown, PrintWriter err) {
    boolean logged = System.getProperty(LogFile.FILE_PROPERTY) != null;
    if (logged) {
      log.error("ended by", thrown); // first, so that the sentence is the last word of a role's log
    }
    err.println("mbmpo: " + sentence(thrown));
    boolean expected = !sentence(thrown).startsWith("unexpected error");
    if (logged) {
      if (!expected) {
        err.println("mbmpo: stack trace in " + System.getProperty(LogFile.FILE_PROPERTY));
      }
    } else if (!expected) {
      err.println("mbmpo: stack trace in " + keepTrace(thrown));
    }
    err.flush();
    return of(thrown);
  }

  /** The outermost cause that has a decided outcome; else what was thrown. */
  private static Throwable known(Throwable thrown) {
    for (Throwable cause : Throwables.getCausalChain(thrown)) {
      if (cause instanceof LaunchException
          || cause instanceof LinkException
          || cause instanceof InterruptedException
          || cause instanceof OutOfMemoryError
          || (cause instanceof IOException && !(cause.getCause() instanceof LaunchException))
          || isBadInput(cause)) {
        return cause;
      }
    }
    return thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
  }

  /** Rooms name their refusals of input by what was refused, in an exception of their own. */
  private static boolean isBadInput(Throwable thrown) {
    return thrown instanceof RuntimeException
        && !(thrown instanceof LaunchException)
        && !(thrown instanceof LinkException)
        && thrown.getClass().getName().startsWith("io.mbmpo.");
  }

  private static String keepTrace(Throwable thrown) {
    try {
      Path file = Files.createTempFile("mbmpo-error-", ".log");
      Files.writeString(file, Throwables.getStackTraceAsString(thrown));
      return file.toString();
    } catch (IOException e) {
      return "no file, since none could be written: " + e.getMessage();
    }
  }
}
