package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.OperatorState;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.JoyMessage;
import java.util.function.Consumer;

/**
 * From the operator's messages to the port's state. {@link #take} belongs to the control thread;
 * the {@code accept} methods to the wire. Allocates nothing.
 */
public final class OperatorIntake {
  private final Handoff<OperatorState> states =
      new Handoff<>(OperatorState::new, OperatorState::copyFrom);
  private final OperatorState operator = new OperatorState();
  private volatile Consumer<JoyMessage> joyListener = joy -> {};

  /** The emergency stop was pressed (true) or released. */
  public synchronized void accept(BoolMessage message) {
    operator.stampNanos = RobotClock.tickNanos();
    operator.emergencyStop = message.data;
    states.put(operator);
  }

  /** A joystick message. */
  public void accept(JoyMessage message) {
    joyListener.accept(message);
  }

  /** Is told of every joystick message, on the wire's thread; may not keep it. */
  public void onJoy(Consumer<JoyMessage> listener) {
    joyListener = listener;
  }

  /** Copies the newest operator input; false when there is none since the last. */
  public boolean take(OperatorState into) {
    return states.take(into);
  }
}
