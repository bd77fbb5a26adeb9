package io.mbmpo.launch.setup;

import io.mbmpo.launch.exit.LaunchException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Installs packages with apt-get, as root or by a sudo that asks nothing. */
final class Apt {
  private final Shell shell;
  private final PrintWriter out;
  private final String byHand;

  /**
   * @param out tells the person what is done
   * @param byHand a sentence on what to do where this cannot
   */
  Apt(Shell shell, PrintWriter out, String byHand) {
    this.shell = shell;
    this.out = out;
    this.byHand = byHand;
  }

  /**
   * Leaves the packages installed.
   *
   * @throws LaunchException when that cannot be done; the message says what to do by hand
   */
  void install(List<String> packages) throws InterruptedException {
    String names = String.join(" ", packages);
    if (!shell.has("apt-get")) {
      throw LaunchException.environment("this machine has no apt-get. " + byHand);
    }
    if (!shell.isRoot() && !shell.has("sudo")) {
      throw LaunchException.environment(
          "only root may install packages, and there is no sudo here; as root run: apt-get install "
              + names);
    }
    asRoot(List.of("apt-get", "update", "-q"));
    List<String> install =
        new ArrayList<>(List.of("apt-get", "install", "-q", "-y", "--no-install-recommends"));
    install.addAll(packages);
    asRoot(install);
  }

  private void asRoot(List<String> program) throws InterruptedException {
    List<String> command = new ArrayList<>();
    if (!shell.isRoot()) {
      command.addAll(List.of("sudo", "-n")); // -n: fails where it would ask for a password
    }
    command.addAll(program);
    String shown = String.join(" ", command);
    out.println("$ " + shown);
    out.flush();
    int status = shell.run(command);
    if (status != 0) {
      String asked = String.join(" ", program);
      throw LaunchException.environment(
          "'"
              + shown
              + "' ended with status "
              + status
              + (shell.isRoot() ? "" : "; if sudo wants a password, run: sudo " + asked)
              + ". "
              + byHand);
    }
  }
}
