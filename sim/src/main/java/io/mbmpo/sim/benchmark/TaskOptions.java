package io.mbmpo.sim.benchmark;

/**
 * How a benchmark task is set.
 *
 * @param horizon longest episode, in actions
 * @param earlyTermination whether the task's own rule (a fall) ends an episode before the horizon
 * @param setting whose time per action and start states
 * @param physics what differs from the published bodies
 */
public record TaskOptions(
    int horizon, boolean earlyTermination, Setting setting, PhysicsChange physics) {
  /** The paper's comparisons: every episode goes to 200 actions. */
  public static final TaskOptions DEFAULT =
      new TaskOptions(200, false, Setting.GYM, PhysicsChange.NONE);

  public TaskOptions {
    if (horizon < 1) {
      throw new TaskRefusedException("horizon must be at least 1: " + horizon);
    }
  }

  public TaskOptions withHorizon(int actions) {
    return new TaskOptions(actions, earlyTermination, setting, physics);
  }

  public TaskOptions withEarlyTermination(boolean on) {
    return new TaskOptions(horizon, on, setting, physics);
  }

  public TaskOptions withSetting(Setting other) {
    return new TaskOptions(horizon, earlyTermination, other, physics);
  }

  public TaskOptions withPhysics(PhysicsChange change) {
    return new TaskOptions(horizon, earlyTermination, setting, change);
  }
}
