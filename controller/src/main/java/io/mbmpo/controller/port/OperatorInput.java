package io.mbmpo.controller.port;

/**
 * What the operator's hand controller says, numbered as sensor_msgs/Joy numbers it. What its
 * buttons and axes mean stands in {@code robot.yaml}. Mutable, preallocated, copied by value.
 */
public final class OperatorInput {
  /** Axes beyond these are dropped. */
  public static final int MAX_AXES = 8;

  /** Buttons beyond these are dropped. */
  public static final int MAX_BUTTONS = 32;

  public long stampNanos;

  /** In [−1, 1], at rest 0; so is an axis that the device lacks. */
  public final float[] axes = new float[MAX_AXES];

  /** Bit i is set while button i is pressed. */
  public int buttons;

  /** Whether a button is pressed. */
  public boolean pressed(int button) {
    return (buttons >>> button & 1) != 0;
  }

  public void copyFrom(OperatorInput other) {
    stampNanos = other.stampNanos;
    System.arraycopy(other.axes, 0, axes, 0, MAX_AXES);
    buttons = other.buttons;
  }
}
