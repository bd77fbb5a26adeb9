package io.mbmpo.controller.port;

/** A robot in simulated time that the caller advances, one control period at a time. */
public interface SteppedRobot {
  /** Puts the robot on the ground in its crouch, perturbed by the seed; draws noise and domain. */
  void reset(long seed);

  /** Advances one control period with the newest command and publishes the sensors. */
  void step();

  /** Simulated time, ns; never goes back, also not on {@link #reset}. */
  long nowNanos();
}
