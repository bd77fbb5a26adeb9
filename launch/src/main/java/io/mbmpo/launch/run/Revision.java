package io.mbmpo.launch.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The git revision of the code that runs. */
public final class Revision {
  private static final String UNKNOWN = "unknown";

  private Revision() {}

  /** Short revision of the checkout at root, {@code -dirty} if changed; "unknown" without git. */
  public static String of(Path root) {
    try {
      String folder = root.toRealPath().toString();
      // Git reads no checkout of another user's unless told that it may; this one runs already.
      Process git =
          new ProcessBuilder(
                  "git",
                  "-c",
                  "safe.directory=" + folder,
                  "-C",
                  folder,
                  "describe",
                  "--always",
                  "--dirty",
                  "--abbrev=10")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = git.waitFor(5, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 && !text.isEmpty() ? text : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
