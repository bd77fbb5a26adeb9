package io.mbmpo.sim.benchmark;

import com.google.common.primitives.ImmutableDoubleArray;
import io.mbmpo.sim.SeededStreams;
import io.mbmpo.sim.mujoco.MujocoSimulation;

/**
 * How time passes and episodes begin.
 *
 * @param timestepS of the simulation, s
 * @param frameSkip timesteps per action
 * @param pose generalized positions at the start, before noise
 * @param positionNoise added to them
 * @param velocityNoise added to velocities of 0
 */
record EpisodeSetup(
    double timestepS,
    int frameSkip,
    ImmutableDoubleArray pose,
    Noise positionNoise,
    Noise velocityNoise) {

  double policyPeriodS() {
    return timestepS * frameSkip;
  }

  /** Puts a simulation in a start state. */
  void begin(MujocoSimulation simulation, long seed) {
    SeededStreams streams = new SeededStreams(seed);
    simulation.reset();
    simulation.positions().put(0, pose.toArray());
    positionNoise.addTo(simulation.positions(), streams.stream("start positions"));
    velocityNoise.addTo(simulation.velocities(), streams.stream("start velocities"));
    simulation.forward();
  }
}
