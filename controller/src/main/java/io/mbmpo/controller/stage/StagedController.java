package io.mbmpo.controller.stage;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.PreparedRollout.Purpose;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An ordinary controller with its robot in a stage. Whoever has it ticks the controller and, in the
 * stage that walks, calls {@link #walkIfAsked} now and then from another thread.
 */
public final class StagedController {
  private final RobotConfig config;
  private final Task task;
  private final StageLimits limits;
  private final Controller controller;
  private final StagedRobot robot;
  private long walks;

  /**
   * @param real the robot as it is
   * @param hanging where its joints hang, rad; read in stages in which it hangs only
   * @param port the robot's; recorded is what crosses it
   * @param dry the port sends nothing
   */
  public StagedController(
      Stage stage,
      StageLimits limits,
      RobotConfig real,
      double[] hanging,
      RobotPort port,
      ConditionFlags flags,
      TickTape tape,
      boolean dry) {
    this.limits = limits;
    config =
        stage.hangs()
            ? StagedConfig.hanging(real, limits, hanging)
            : StagedConfig.onTheGround(real, limits);
    task = new WalkTask(config);
    AtomicReference<StagedRobot> staged = new AtomicReference<>();
    RobotPort seen = stage.hangs() ? new HangingRobot(port) : EstimatedOdometry.of(real, port);
    controller =
        new Controller(
            config,
            task,
            seen,
            flags,
            tape,
            recorded -> {
              staged.set(new StagedRobot(recorded, config, real, stage, limits, dry));
              return staged.get();
            });
    robot = staged.get();
    robot.follow(controller);
  }

  /** Offers a short rollout of the policy when the operator asks for it. */
  public void walkIfAsked(PolicySnapshot policy, byte[] digest) {
    if (controller.operatorWalks() && controller.idle() && robot.walks()) {
      int horizon = (int) Math.round(limits.seconds() * config.control().policyRateHz());
      Rollout rollout =
          new Rollout(
              "stage-walk-" + ++walks, policy.version(), Exploration.DETERMINISTIC, walks, horizon);
      controller.takeFinished();
      controller.offer(
          new PreparedRollout(
              Purpose.ATTENDED, config, task, policy.runId(), 0, rollout, policy, digest));
    }
  }

  /** To be ticked. */
  public Controller controller() {
    return controller;
  }

  /** The stage itself. */
  public StagedRobot robot() {
    return robot;
  }
}
