package io.mbmpo.controller.safety;

import java.util.EnumSet;
import java.util.Set;

/**
 * The emergency stops that are no button of the hand controller. Pressed while any of them is; each
 * source presses and releases only its own. Any thread but the control thread, which reads the
 * flag.
 */
public final class EmergencyStop {
  /** Where an emergency stop comes from. */
  public enum Source {
    /** A topic of the robot's network, such as {@code /e_stop}. */
    TOPIC,
    /** A file on the robot's computer. */
    FILE
  }

  private final ConditionFlags flags;
  private final Set<Source> pressed = EnumSet.noneOf(Source.class);

  public EmergencyStop(ConditionFlags flags) {
    this.flags = flags;
  }

  /** Says whether this source is pressed now. */
  public synchronized void set(Source source, boolean isPressed) {
    if (isPressed) {
      pressed.add(source);
    } else {
      pressed.remove(source);
    }
    flags.set(Condition.EMERGENCY_STOP, !pressed.isEmpty());
  }

  /** Sources that are pressed now. */
  public synchronized Set<Source> pressed() {
    return Set.copyOf(pressed);
  }
}
