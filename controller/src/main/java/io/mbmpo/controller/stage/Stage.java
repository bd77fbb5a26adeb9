package io.mbmpo.controller.stage;

import java.util.Locale;
import java.util.Optional;

/** The stages through which a robot goes before it runs policies, in their order. */
public enum Stage {
  /** It hangs in a frame; each joint in turn is moved a little. */
  HANG,
  /** It gets up from the ground, stands, and lies down. */
  STAND,
  /** It stands, and is lowered and raised. */
  CROUCH,
  /** It walks a few seconds with small actions, while its operator holds the walk button. */
  WALK;

  /** As a person writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage that is to be passed before this one. */
  public Optional<Stage> before() {
    return switch (this) {
      case HANG -> Optional.empty();
      case STAND -> Optional.of(HANG);
      case CROUCH -> Optional.of(STAND);
      case WALK -> Optional.of(CROUCH);
    };
  }

  /** The stage that this one opens. */
  public Optional<Stage> after() {
    return switch (this) {
      case HANG -> Optional.of(STAND);
      case STAND -> Optional.of(CROUCH);
      case CROUCH -> Optional.of(WALK);
      case WALK -> Optional.empty();
    };
  }

  /** Whether the robot stands on its feet in it. */
  boolean onTheGround() {
    return this != HANG;
  }
}
