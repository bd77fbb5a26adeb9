package io.mbmpo.sim;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;

/** The way of a command from its arrival to the drives: a delay of whole control periods. */
final class CommandDelay {
  private final InProcessPort port;
  private final JointCommand[] ring;
  private final boolean[] filled;
  private int next;

  CommandDelay(InProcessPort port, int joints, int ticks) {
    this.port = port;
    ring = new JointCommand[ticks + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new JointCommand(joints);
    }
    filled = new boolean[ring.length];
  }

  /** Forgets what is under way. */
  void reset() {
    for (int i = 0; i < ring.length; i++) {
      filled[i] = false;
    }
    boolean unused = port.takeCommand(ring[0]);
  }

  /**
   * Takes the newest command in; once every control period.
   *
   * @param due out: the command that is obeyed from now on
   * @return whether there is one since the last
   */
  boolean take(JointCommand due) {
    filled[next] = port.takeCommand(ring[next]);
    next = (next + 1) % ring.length;
    if (!filled[next]) {
      return false;
    }
    due.copyFrom(ring[next]);
    filled[next] = false;
    return true;
  }
}
