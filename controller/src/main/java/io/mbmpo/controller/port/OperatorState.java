package io.mbmpo.controller.port;

/** What the operator wants. Mutable, preallocated, copied by value. */
public final class OperatorState {
  public long stampNanos;

  /** Emergency stop is pressed. */
  public boolean emergencyStop;

  /** Clears latched failsafes; acts on the change from false to true. */
  public boolean clear;

  public void copyFrom(OperatorState other) {
    stampNanos = other.stampNanos;
    emergencyStop = other.emergencyStop;
    clear = other.clear;
  }
}
