package io.mbmpo.sim.benchmark;

import com.google.common.primitives.ImmutableDoubleArray;
import io.mbmpo.sim.mujoco.MujocoSimulation;
import java.nio.DoubleBuffer;

/**
 * The arm: seven hinges, a fixed goal. Observed are angles, angular velocities, and the way from
 * the tip to the goal.
 */
final class Arm implements Sensing {
  static final int JOINTS = 7;

  /** Column of the way to the goal, x y z. */
  static final int TO_GOAL = 2 * JOINTS;

  static final int OBSERVATION_SIZE = TO_GOAL + 3;

  /** Half bent, away from the stops, where a stretched arm could not move in every direction. */
  static final EpisodeSetup EPISODE =
      new EpisodeSetup(
          0.01,
          5,
          ImmutableDoubleArray.of(0, 0.5, 0, -1.2, 0, -0.6, 0),
          Noise.normal(0.01),
          Noise.normal(0.1));

  // Sites of the model; those of the world come first.
  private static final int GOAL = 0;
  private static final int TIP = 1;

  @Override
  public void observe(MujocoSimulation simulation, float[] out) {
    simulation.updatePositions();
    DoubleBuffer sites = simulation.sitePositions();
    for (int i = 0; i < JOINTS; i++) {
      out[i] = (float) simulation.positions().get(i);
      out[JOINTS + i] = (float) simulation.velocities().get(i);
    }
    for (int i = 0; i < 3; i++) {
      out[TO_GOAL + i] = (float) (sites.get(3 * GOAL + i) - sites.get(3 * TIP + i));
    }
  }
}
