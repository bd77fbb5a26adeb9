package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;

/** Sees every tick in lockstep, after it: for pictures and statistics. */
@FunctionalInterface
public interface TickObserver {
  /** Sees nothing. */
  TickObserver NONE = (controller, nowNanos) -> {};

  /** The controller has ticked at this time, ns. */
  void ticked(Controller controller, long nowNanos);
}
