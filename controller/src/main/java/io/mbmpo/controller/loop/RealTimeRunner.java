package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.rollout.PreparedRollout;
import java.util.function.LongConsumer;

/** Runs rollouts on the wall clock: hands them to the control thread and waits. */
public final class RealTimeRunner implements EpisodeRunner {
  private static final long POLL_MILLIS = 5;

  private final Controller controller;
  private final RealTimeLoop loop;
  private final LongConsumer reset;

  /**
   * @param loop ticks the controller; started by the caller, closed with this
   * @param reset puts the robot where a rollout with this seed begins; nothing on a real robot, and
   *     not called for a robot that stands for its operator
   */
  public RealTimeRunner(Controller controller, RealTimeLoop loop, LongConsumer reset) {
    this.controller = controller;
    this.loop = loop;
    this.reset = reset;
  }

  @Override
  public Controller controller() {
    return controller;
  }

  /**
   * @throws IllegalStateException when the control thread has died, or has another rollout in hand
   */
  @Override
  public void run(PreparedRollout rollout) throws InterruptedException {
    if (!rollout.attended()) {
      reset.accept(rollout.rollout().seed());
    }
    if (!controller.offer(rollout)) {
      throw new IllegalStateException(
          "the controller took no rollout; " + rollout.rollout().episodeId() + " cannot start");
    }
    while (!controller.idle()) {
      loop.check();
      Thread.sleep(POLL_MILLIS);
    }
    controller.takeFinished();
  }

  @Override
  public void rest() throws InterruptedException {
    loop.check();
    Thread.sleep(POLL_MILLIS);
  }

  @Override
  public void close() {
    loop.close();
  }
}
