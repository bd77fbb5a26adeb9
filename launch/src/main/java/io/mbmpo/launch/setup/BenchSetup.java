package io.mbmpo.launch.setup;

import io.mbmpo.launch.exit.LaunchException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Installs the programs beside which the controller is measured, where they are missing. */
public final class BenchSetup {
  /** Programs and the Debian packages they are in. */
  private static final Map<String, String> PACKAGES =
      Map.of("cyclictest", "rt-tests", "stress-ng", "stress-ng");

  private final Shell shell;
  private final PrintWriter out;

  /**
   * @param out tells the person what is done
   */
  public BenchSetup(Shell shell, PrintWriter out) {
    this.shell = shell;
    this.out = out;
  }

  /**
   * Leaves the programs installed.
   *
   * @throws LaunchException when that cannot be done; the message says what to do by hand
   */
  public void run() throws InterruptedException {
    List<String> missing =
        PACKAGES.entrySet().stream()
            .filter(entry -> !shell.has(entry.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    if (missing.isEmpty()) {
      say("cyclictest and stress-ng are already installed");
      return;
    }
    say("installing " + String.join(" and ", missing));
    new Apt(shell, out, "Debian and Ubuntu have the packages rt-tests and stress-ng")
        .install(missing);
    for (Map.Entry<String, String> program : PACKAGES.entrySet()) {
      if (!shell.has(program.getKey())) {
        throw LaunchException.environment(
            program.getValue() + " is installed, but " + program.getKey() + " is not on the path");
      }
    }
    say("cyclictest and stress-ng are installed");
  }

  /**
   * Says what to install when a program is missing.
   *
   * @throws LaunchException when it is
   */
  public static void require(Shell shell, String program) {
    if (!shell.has(program)) {
      throw LaunchException.environment(
          "%1$s is needed and not on the path; install the package %2$s: ./mbmpo setup bench, or sudo apt-get install %2$s"
              .formatted(program, PACKAGES.get(program)));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
