package io.mbmpo.controller.safety;

/** What the controller does with the robot, and which mode may follow which. */
public enum Mode {
  /** Limp, idle: the robot lies on the ground and waits for a rollout or its operator. */
  OFF,
  /** Joints resist motion and hold no position: the way down from anywhere, until it is down. */
  DAMPING,
  /** From wherever the joints are to the crouch, then to the stance. */
  STAND_UP,
  /** Holds the stance: until the robot has settled, or as long as its operator wants. */
  STAND,
  /** The policy moves the joints. */
  RUN,
  /** After a fall: damps, folds the legs, and sees whether the robot is upright again. */
  RECOVER,
  /** Emergency stop: limp until the operator releases and clears it. */
  ESTOP;

  /** Whether that mode may follow this one. Real-time safe. */
  public boolean allows(Mode next) {
    if (next == this || next == ESTOP) {
      return true;
    }
    return switch (this) {
      case OFF -> next == STAND_UP || next == RECOVER || next == DAMPING;
      case DAMPING -> next == OFF;
      case STAND_UP -> next == STAND || next == DAMPING;
      case STAND -> next == RUN || next == DAMPING;
      case RUN -> next == STAND || next == DAMPING;
      case RECOVER -> next == STAND_UP || next == DAMPING;
      case ESTOP -> next == OFF;
    };
  }

  /** The motors hold positions. Real-time safe. */
  public boolean active() {
    return this == STAND_UP || this == STAND || this == RUN || this == RECOVER;
  }
}
