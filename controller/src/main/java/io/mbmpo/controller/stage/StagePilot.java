package io.mbmpo.controller.stage;

import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.robotconfigs.OperatorConfig;

/**
 * Presses what a stage needs of the hand controller, on top of what the operator holds: deadman,
 * emergency stop, clear and lie are the operator's own, walk in the stage that walks; stand and the
 * height stick are the script's. It acts only in messages that the operator sends: without an
 * operator it can do nothing. Control thread only; allocates nothing.
 */
final class StagePilot {
  private final OperatorConfig buttons;
  private final int own;
  private final long timeoutNanos;
  private boolean stand;
  private boolean lie;
  private boolean walk;
  private double lowering;
  private boolean pulse;
  private boolean held;
  private long heardNanos;
  private boolean heard;

  StagePilot(OperatorConfig buttons) {
    this.buttons = buttons;
    timeoutNanos = Math.round(buttons.timeoutS() * 1e9);
    own =
        1 << buttons.deadmanButton()
            | 1 << buttons.emergencyStopButton()
            | 1 << buttons.clearButton()
            | 1 << buttons.lieButton();
  }

  /** What the script wants pressed from now on. */
  void press(boolean stand, boolean lie, boolean walk, double lowering) {
    this.stand = stand;
    this.lie = lie;
    this.walk = walk;
    this.lowering = lowering;
  }

  /** The operator's message becomes the controller's. */
  void steer(OperatorInput input) {
    held = input.pressed(buttons.deadmanButton());
    heardNanos = input.stampNanos;
    heard = true;
    pulse = !pulse; // a button counts when it goes down
    int pressed = input.buttons & (walk ? own | 1 << buttons.walkButton() : own);
    pressed |= stand && pulse ? 1 << buttons.standButton() : 0;
    pressed |= lie && pulse ? 1 << buttons.lieButton() : 0;
    input.buttons = pressed;
    if (Math.abs(input.axes[buttons.heightAxis()]) <= 1) { // else it is not to be believed
      input.axes[buttons.heightAxis()] = (float) -lowering;
    }
  }

  /** An operator has been heard of, lately. */
  boolean heard(long nowNanos) {
    return heard && Math.abs(nowNanos - heardNanos) <= timeoutNanos;
  }

  /** The deadman button is held. */
  boolean held(long nowNanos) {
    return heard(nowNanos) && held;
  }
}
