package io.mbmpo.launch.process;

/**
 * A part of a composition that is stopped in its turn: a child process, or a broker in this one.
 */
public interface Stoppable {
  /** Stops and waits; does nothing if it is over already. Throws nothing. */
  void stop();
}
