package io.mbmpo.launch.system;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.setup.SystemShell;

/** For tests that need Gazebo. */
final class GazeboHere {
  private GazeboHere() {}

  /**
   * Where Gazebo is; skips the tests, saying why, where there is none, unless they were asked for
   * ({@code ./mbmpo test --gazebo}).
   */
  static GazeboRoot find() {
    try {
      return GazeboRoot.find(new SystemShell(), GazeboRoot.cache());
    } catch (LaunchException e) {
      if ("required".equals(System.getProperty("mbmpo.gazebo"))) {
        throw e;
      }
      return abort(e.getMessage());
    }
  }
}
