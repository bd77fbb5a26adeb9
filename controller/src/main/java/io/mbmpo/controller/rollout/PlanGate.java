package io.mbmpo.controller.rollout;

import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;

/** Decides whether a plan may be followed. Any thread but the control thread. */
final class PlanGate {
  /** Longest rollout, as a multiple of the task's episode. */
  private static final int MAX_HORIZONS = 20;

  private final RobotConfig config;
  private final Task task;

  PlanGate(RobotConfig config, Task task) {
    this.config = config;
    this.task = task;
  }

  /**
   * Why this plan is refused; empty when it is not.
   *
   * @param oldest lowest version that is still accepted
   */
  String whyNot(RolloutPlan plan, long oldest) {
    if (!plan.robot().equals(config.name())) {
      return "plan is for robot " + plan.robot();
    }
    if (plan.version() < oldest) {
      return "plan "
          + SnapshotVersion.text(plan.version())
          + " ("
          + plan.version()
          + ") is older than the newest accepted, "
          + oldest;
    }
    long longest = (long) MAX_HORIZONS * task.horizon();
    for (RolloutPlan.Rollout rollout : plan.rollouts()) {
      if (rollout.horizon() < 1 || rollout.horizon() > longest) {
        return "rollout "
            + rollout.episodeId()
            + ": horizon is "
            + rollout.horizon()
            + "; allowed: 1 to "
            + longest;
      }
      if ((rollout.exploration() == RolloutPlan.Exploration.RANDOM)
          != (rollout.snapshotVersion() == 0)) {
        return "rollout "
            + rollout.episodeId()
            + ": random actions, and only they, take snapshot 0";
      }
    }
    return "";
  }
}
