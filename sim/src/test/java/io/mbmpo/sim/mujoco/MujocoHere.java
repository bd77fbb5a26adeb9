package io.mbmpo.sim.mujoco;

import static org.junit.jupiter.api.Assumptions.abort;

/** For tests that need MuJoCo. */
public final class MujocoHere {
  private MujocoHere() {}

  /** Skips the test, saying why, where MuJoCo is not installed. */
  public static void assume() {
    try {
      MujocoLibrary.load();
    } catch (MujocoUnavailableException e) {
      abort(e.getMessage());
    }
  }
}
