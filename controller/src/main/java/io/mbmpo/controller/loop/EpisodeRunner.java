package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.rollout.PreparedRollout;

/** Runs rollouts on a controller, one after the other, on the caller's time. */
public interface EpisodeRunner extends AutoCloseable {
  /** The controller that is run. */
  Controller controller();

  /**
   * Runs the rollout to its end and waits until the robot lies still; it comes back finished.
   *
   * @throws InterruptedException when the thread was interrupted; the rollout is then lost
   */
  void run(PreparedRollout rollout) throws InterruptedException;

  /** Lets time pass for a robot that is blocked, so that sensors and operator are heard. */
  void rest() throws InterruptedException;

  /** Leaves the robot limp. */
  @Override
  void close();
}
