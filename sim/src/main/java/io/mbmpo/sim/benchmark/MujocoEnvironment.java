package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.mujoco.MujocoModel;
import io.mbmpo.sim.mujoco.MujocoSimulation;

/**
 * A task simulated by MuJoCo. An action is clipped to [−1, 1], brought to the motors' control
 * ranges and held for the policy period. One with a NaN moves nothing: the step is refused like one
 * that diverged. After either, every step is refused until {@link #reset}.
 */
final class MujocoEnvironment implements Environment {
  private final Task task;
  private final MujocoSimulation simulation;
  private final EpisodeSetup episode;
  private final Sensing sensing;
  private final double[] controlMiddle;
  private final double[] controlReach;
  private boolean usable;

  /** Takes the model over, also where it fails. */
  MujocoEnvironment(
      Task task, MujocoModel model, EpisodeSetup episode, Sensing sensing, PhysicsChange physics) {
    this.task = task;
    this.episode = episode;
    this.sensing = sensing;
    if (model.controls() != task.actionSize() || model.positions() != episode.pose().length()) {
      model.close();
      throw new IllegalArgumentException("model and task do not fit together");
    }
    model.setTimestepS(episode.timestepS());
    if (!physics.equals(PhysicsChange.NONE)) {
      model.scaleMasses(physics.massFactor());
      model.scaleMotors(physics.motorStrengthFactor());
    }
    double[] ranges = model.controlRanges();
    controlMiddle = new double[model.controls()];
    controlReach = new double[model.controls()];
    for (int i = 0; i < controlMiddle.length; i++) {
      controlMiddle[i] = (ranges[2 * i] + ranges[2 * i + 1]) / 2;
      controlReach[i] = (ranges[2 * i + 1] - ranges[2 * i]) / 2;
    }
    simulation = new MujocoSimulation(model);
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public double policyPeriodS() {
    return episode.policyPeriodS();
  }

  @Override
  public void reset(long seed, float[] first) {
    episode.begin(simulation, seed);
    sensing.observe(simulation, first);
    usable = true;
  }

  @Override
  public boolean step(float[] action, float[] next) {
    usable = usable && control(action) && simulation.step(episode.frameSkip());
    if (usable) {
      sensing.observe(simulation, next);
    }
    return usable;
  }

  @Override
  public void close() {
    usable = false;
    simulation.close();
  }

  private boolean control(float[] action) {
    for (int i = 0; i < controlMiddle.length; i++) {
      if (Float.isNaN(action[i])) {
        return false;
      }
      double clipped = Math.min(Math.max(action[i], -1), 1);
      simulation.controls().put(i, controlMiddle[i] + controlReach[i] * clipped);
    }
    return true;
  }
}
