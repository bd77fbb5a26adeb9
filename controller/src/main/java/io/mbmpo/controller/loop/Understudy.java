package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;

/**
 * A second controller, which walks a {@link KinematicRobot} in a time of its own. It is ticked
 * right before the real one, so that the processor finds the tick's code in its caches and its
 * branches foreseen when they count. Its commands go nowhere, and the real controller knows nothing
 * of it.
 */
final class Understudy {
  private final RobotConfig config;
  private final Task task;
  private final ConditionFlags flags = new ConditionFlags();
  private final Controller controller;
  private final int horizon;
  private final long periodNanos;
  private long nowNanos = 1_000_000_000L;
  private int walks;

  /**
   * Gets up for its first walk.
   *
   * @param horizon of a walk, policy steps
   */
  Understudy(RobotConfig config, Task task, int horizon) {
    this.config = config;
    this.task = task;
    this.horizon = horizon;
    periodNanos = config.control().tickPeriodNanos();
    KinematicRobot robot = new KinematicRobot(config, () -> nowNanos);
    controller = new Controller(config, task, robot, flags);
    walkOn();
  }

  /** One tick of its time. Control thread only; allocates nothing and throws nothing. */
  void tick() {
    nowNanos += periodNanos;
    controller.tick(nowNanos);
  }

  /** The policy step that the next tick may bring, as the loop rehearses it. As {@link #tick}. */
  void warm() {
    controller.warm();
  }

  /** Lets the failsafe monitor have something to tell, which stops nothing. Any thread. */
  void disturb(boolean on) {
    flags.set(Condition.LINK_LOST, on);
    flags.set(Condition.RECORDER_STOPPED, on);
  }

  /** Lets it walk again if it has come to its end. Any thread but the control thread. */
  synchronized void walkOn() {
    if (controller.idle()) {
      controller.takeFinished();
      controller.offer(Rehearsal.walk(config, task, "understudy-" + ++walks, horizon));
    }
  }

  /** Its walk is over, and it lies still. */
  boolean idle() {
    return controller.idle();
  }

  /** What it is doing. */
  Mode mode() {
    return controller.mode();
  }
}
