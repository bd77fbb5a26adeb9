package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.robotconfigs.RecoverConfig;
import io.mbmpo.robotconfigs.StandUpConfig;

/**
 * Controller and simulated robot in turns, in simulated time: step, tick, step, tick. One thread.
 * The same rollout on the same robot gives the same episode.
 */
public final class Lockstep implements EpisodeRunner {
  private static final int REST_TICKS = 10;

  private final Controller controller;
  private final SteppedRobot robot;
  private final TickObserver observer;

  public Lockstep(Controller controller, SteppedRobot robot) {
    this(controller, robot, TickObserver.NONE);
  }

  public Lockstep(Controller controller, SteppedRobot robot, TickObserver observer) {
    this.controller = controller;
    this.robot = robot;
    this.observer = observer;
  }

  @Override
  public Controller controller() {
    return controller;
  }

  /**
   * Resets the robot with the rollout's seed, unless it stands for its operator, and runs the
   * rollout.
   *
   * @throws IllegalStateException when the controller does not take the rollout, or does not end it
   *     in the time it may take at most
   */
  @Override
  public void run(PreparedRollout rollout) {
    if (!rollout.attended()) {
      robot.reset(rollout.rollout().seed());
    }
    if (!controller.offer(rollout)) {
      throw new IllegalStateException(
          "the controller has another rollout in hand; "
              + rollout.rollout().episodeId()
              + " cannot start");
    }
    long most = mostTicks(rollout);
    for (long tick = 0; !controller.idle(); tick++) {
      if (tick > most) {
        throw new IllegalStateException(
            rollout.rollout().episodeId() + " did not end within " + most + " ticks");
      }
      step();
    }
    if (controller.takeFinished() != rollout) {
      throw new IllegalStateException(rollout.rollout().episodeId() + " was lost");
    }
  }

  @Override
  public void rest() {
    for (int i = 0; i < REST_TICKS; i++) {
      step();
    }
  }

  @Override
  public void close() {
    controller.stop();
    long most =
        (long) (2 * Controller.MAX_DESCENTS * hz() * controller.config().standUp().dampingS())
            + REST_TICKS;
    for (long tick = 0; tick < most; tick++) {
      step();
    }
  }

  private void step() {
    robot.step();
    long nowNanos = robot.nowNanos();
    controller.tick(nowNanos);
    observer.ticked(controller, nowNanos);
  }

  private long mostTicks(PreparedRollout rollout) {
    StandUpConfig standUp = controller.config().standUp();
    RecoverConfig recover = controller.config().onboard().recover();
    double spareS =
        2 * (Controller.START_TIMEOUT_S + Controller.STAND_UP_GRACE_S + 5)
            + standUp.crouchS()
            + standUp.riseS()
            + standUp.settleS()
            + Controller.MAX_DESCENTS * standUp.dampingS()
            + recover.foldS()
            + 2 * recover.restS();
    double runS = rollout.rollout().horizon() * controller.config().control().policyPeriodS();
    return (long) Math.ceil((spareS + runS) * hz());
  }

  private int hz() {
    return controller.config().control().tickRateHz();
  }
}
