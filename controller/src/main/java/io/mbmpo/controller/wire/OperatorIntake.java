package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.safety.EmergencyStop;

/**
 * From the operator's messages to the port's input, and to the emergency stop, which is pressed as
 * long as the last message says so. {@link #take} belongs to the control thread; the {@code accept}
 * methods to the wire, each to one thread at a time. Allocates nothing.
 */
public final class OperatorIntake {
  private final boolean believeStamps;
  private final RobotClock clock;
  private final EmergencyStop stop;
  private final OperatorInput input = new OperatorInput();
  private final Handoff<OperatorInput> inputs =
      new Handoff<>(OperatorInput::new, OperatorInput::copyFrom);

  /**
   * @param believeStamps the operator's clock is this machine's; else a message is as old as its
   *     arrival
   * @param stop pressed and released by its topic
   */
  public OperatorIntake(boolean believeStamps, RobotClock clock, EmergencyStop stop) {
    this.believeStamps = believeStamps;
    this.clock = clock;
    this.stop = stop;
  }

  /** The emergency stop was pressed (true) or released. */
  public void accept(BoolMessage message) {
    stop.set(EmergencyStop.Source.TOPIC, message.data);
  }

  /** Takes what the hand controller says; what it lacks is at rest, what is too much is dropped. */
  public void accept(JoyMessage joy) {
    long stamp = joy.header.stamp();
    // A hand that publishes by hand does not stamp.
    input.stampNanos = believeStamps && stamp != 0 ? clock.toTick(stamp) : RobotClock.tickNanos();
    for (int i = 0; i < OperatorInput.MAX_AXES; i++) {
      input.axes[i] = i < joy.axisCount ? joy.axes[i] : 0;
    }
    int buttons = 0;
    for (int i = 0; i < Math.min(joy.buttonCount, OperatorInput.MAX_BUTTONS); i++) {
      buttons |= joy.buttons[i] == 0 ? 0 : 1 << i;
    }
    input.buttons = buttons;
    inputs.put(input);
  }

  /** Copies the newest input; false when there is none since the last. */
  public boolean take(OperatorInput into) {
    return inputs.take(into);
  }
}
