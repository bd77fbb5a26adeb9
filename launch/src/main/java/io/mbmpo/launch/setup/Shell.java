package io.mbmpo.launch.setup;

import java.util.List;

/** Other programs of this machine. */
public interface Shell {
  /** Whether a program of that name is on the path. */
  boolean has(String program);

  /** Whether this process may do everything. */
  boolean isRoot();

  /**
   * Runs a program to its end; what it prints is shown, it can ask nothing.
   *
   * @return its exit status
   * @throws io.mbmpo.launch.exit.LaunchException when it cannot be started
   */
  int run(List<String> command) throws InterruptedException;
}
