package io.mbmpo.launch.setup;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.sim.mujoco.MujocoUnavailableException;
import java.io.PrintWriter;
import java.util.List;

/** Installs MuJoCo with the system's package manager, where it is missing, and tries it. */
public final class MujocoSetup {
  private static final String PACKAGE = "libmujoco2.2.2";
  private static final String BY_HAND =
      "Debian 12 and Ubuntu 24.04 have the package "
          + PACKAGE
          + "; elsewhere put libmujoco.so.2.2.2 of MuJoCo 2.2.2 on the library path";

  private final Shell shell;
  private final PrintWriter out;
  private final Runnable trial;

  /**
   * @param out tells the person what is done
   * @param trial loads MuJoCo and uses it; throws {@link MujocoUnavailableException}
   */
  public MujocoSetup(Shell shell, PrintWriter out, Runnable trial) {
    this.shell = shell;
    this.out = out;
    this.trial = trial;
  }

  /**
   * Leaves MuJoCo installed and tried.
   *
   * @throws LaunchException when that cannot be done; the message says what to do by hand
   */
  public void run() throws InterruptedException {
    if (works()) {
      say("MuJoCo is already installed (2.2.2), and half_cheetah has made a step in it");
      return;
    }
    say("installing " + PACKAGE + ", MuJoCo 2.2.2 as this system packages it");
    new Apt(shell, out, BY_HAND).install(List.of(PACKAGE));
    try {
      trial.run();
    } catch (MujocoUnavailableException e) {
      throw LaunchException.environment(PACKAGE + " is installed, but: " + e.getMessage(), e);
    }
    say("MuJoCo 2.2.2 is installed, and half_cheetah has made a step in it");
  }

  private boolean works() {
    try {
      trial.run();
      return true;
    } catch (MujocoUnavailableException e) {
      say(e.getMessage());
      return false;
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
