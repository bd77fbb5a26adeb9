package io.mbmpo.sim.benchmark;

import io.mbmpo.sim.mujoco.MujocoSimulation;

/** What is observed of a simulation. */
interface Sensing {
  /** Writes the observation of the state as it is. */
  void observe(MujocoSimulation simulation, float[] out);
}
