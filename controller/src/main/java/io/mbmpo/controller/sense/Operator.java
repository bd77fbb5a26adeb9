package io.mbmpo.controller.sense;

import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.OperatorConfig.Deadman;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the operator wants, from the newest good input. Input that is not to be believed (an axis
 * that is no number or out of range) or too old presses nothing and holds no deadman, but an
 * emergency stop counts however late it comes. Control thread only where nothing else is said;
 * allocates nothing.
 */
public final class Operator {
  /** Drivers overshoot the ends of an axis a little. */
  private static final float MAX_AXIS = 1.05f;

  private final OperatorConfig config;
  private final long timeoutNanos;
  private final OperatorInput input = new OperatorInput();
  private final OperatorInput arriving = new OperatorInput();
  private boolean seen;
  private boolean invalid;
  private boolean fresh;
  private int pressedNow;
  private boolean clears;
  private boolean clearWasAsked;
  private boolean steady;
  private boolean goesOn;
  private boolean laidDown;
  private final AtomicBoolean clearAsked = new AtomicBoolean();

  public Operator(OperatorConfig config) {
    this.config = config;
    timeoutNanos = Math.round(config.timeoutS() * 1e9);
  }

  /** Takes what is new from the port. */
  public void read(RobotPort port, long nowNanos) {
    int before = input.buttons;
    if (port.take(arriving)) {
      invalid = !sane(arriving.axes);
      if (!invalid) {
        input.copyFrom(arriving);
        before = goesOn ? input.buttons : before;
        seen = true;
      }
    }
    goesOn = false;
    steady = input.buttons == before;
    fresh = seen && !invalid && Math.abs(nowNanos - input.stampNanos) <= timeoutNanos;
    pressedNow = fresh ? input.buttons & ~before : 0;
    clearWasAsked = clearAsked.getAndSet(false);
    clears = clearWasAsked || wentDown(config.clearButton());
    laidDown = wentDown(config.lieButton()) || (laidDown && !clears && !stands());
  }

  /** The deadman button is wanted, and nobody is known to hold it. */
  public boolean lost() {
    boolean wanted = config.deadman() == Deadman.ALWAYS;
    wanted |= config.deadman() == Deadman.WHEN_SEEN && (seen || invalid);
    return wanted && !held(config.deadmanButton());
  }

  /** The emergency stop button was pressed when last heard of. */
  public boolean emergencyStop() {
    return input.pressed(config.emergencyStopButton());
  }

  /** The operator clears, in this tick, what is latched and over. */
  public boolean clears() {
    return clears;
  }

  /** That was asked for by {@link #askClear}, with or without the button. */
  public boolean clearAsked() {
    return clearWasAsked;
  }

  /** No button went down or up in this tick, and nothing that was pressed before still counts. */
  public boolean atRest() {
    return steady && !invalid && !laidDown;
  }

  /** The first input goes on from another operator at rest: its buttons are held, not pressed. */
  public void goOn() {
    goesOn = true;
  }

  /** Any thread: clears what is latched and over in the next tick, as the clear button does. */
  public void askClear() {
    clearAsked.set(true);
  }

  /** The stand button went down in this tick. */
  public boolean stands() {
    return wentDown(config.standButton());
  }

  /** The lie button was pressed, and since then neither the clear nor the stand button. */
  public boolean laidDown() {
    return laidDown;
  }

  /** The walk button is held. */
  public boolean walks() {
    return held(config.walkButton());
  }

  /** How far the standing robot is to be lowered, from 0 to 1. */
  public double lowering() {
    return fresh ? Math.max(0, Math.min(1, -(double) input.axes[config.heightAxis()])) : 0;
  }

  private boolean held(int button) {
    return fresh && input.pressed(button);
  }

  private boolean wentDown(int button) {
    return (pressedNow >>> button & 1) != 0;
  }

  private static boolean sane(float[] axes) {
    for (float axis : axes) {
      if (!(Math.abs(axis) <= MAX_AXIS)) { // negated, so that NaN is not sane either
        return false;
      }
    }
    return true;
  }
}
