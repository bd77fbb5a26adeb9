package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import java.util.List;

/** The real environment of Alg. 1, line 3: a robot that runs policies and returns what happened. */
public interface RealRobot {
  /**
   * Runs the plan and returns its episodes in the plan's order, once all of them are durable in the
   * store. Episodes that the store has already are not run again.
   *
   * @param snapshots the policies that the plan names; empty for random actions
   * @throws RobotRefusal when the robot refuses a snapshot or plan, or is configured otherwise
   * @throws LearningStopped when the run is asked to stop meanwhile
   */
  List<Episode> sample(RolloutPlan plan, List<PolicySnapshot> snapshots);

  /**
   * As {@link #sample}, but a planner acts: every rollout of the plan is of version 0 and
   * deterministic.
   *
   * @throws RobotRefusal when this robot runs policies only
   */
  default List<Episode> plan(RolloutPlan plan, Planner planner) {
    throw new RobotRefusal(
        "this robot runs policies only; a method that plans needs a simulated task");
  }

  /** Offers the policies to the robot without asking for episodes. */
  void offer(List<PolicySnapshot> snapshots);
}
