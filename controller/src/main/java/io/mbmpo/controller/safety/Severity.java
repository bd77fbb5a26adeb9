package io.mbmpo.controller.safety;

/** What a condition does to the robot, mildest first. The most severe of all conditions wins. */
public enum Severity {
  /** Nothing. */
  NONE("–"),
  /** Shown to people; the robot goes on. */
  INFO("info"),
  /** No new rollout starts; the one under way goes on. */
  BLOCK("block"),
  /** Joint targets stay where they are. */
  HOLD("hold"),
  /** The rollout ends and the robot goes to {@link Mode#DAMPING}. */
  DAMPING("damping"),
  /** The rollout ends and the robot goes to {@link Mode#ESTOP}. */
  ESTOP("e-stop");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** As shown in the table. */
  public String word() {
    return word;
  }

  /** Whether this is as severe as the other, or more. Real-time safe. */
  public boolean atLeast(Severity other) {
    return compareTo(other) >= 0;
  }
}
