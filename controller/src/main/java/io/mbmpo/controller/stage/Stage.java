package io.mbmpo.controller.stage;

import java.util.Locale;
import java.util.Optional;

/**
 * The stages through which a robot goes before it runs policies, in their order. {@link #EXCITE}
 * lies beside that path: it wants the stage before it, and opens none.
 */
public enum Stage {
  /** It hangs in a frame; each joint in turn is moved a little. */
  HANG,
  /** It hangs; each leg in turn is moved fast enough to tell friction, strength and delay. */
  EXCITE,
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
      case EXCITE, STAND -> Optional.of(HANG);
      case CROUCH -> Optional.of(STAND);
      case WALK -> Optional.of(CROUCH);
    };
  }

  /** The stage that this one opens. */
  public Optional<Stage> after() {
    return switch (this) {
      case HANG -> Optional.of(STAND);
      case EXCITE -> Optional.empty();
      case STAND -> Optional.of(CROUCH);
      case CROUCH -> Optional.of(WALK);
      case WALK -> Optional.empty();
    };
  }

  /** Whether the robot hangs in the air in it; else it stands on its feet. */
  public boolean hangs() {
    return this == HANG || this == EXCITE;
  }
}
