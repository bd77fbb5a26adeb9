package io.mbmpo.controller.ros;

/** Why a payload was not taken. */
public enum Refusal {
  /** Neither little- nor big-endian plain CDR. */
  ENCAPSULATION("not plain CDR"),
  /** Ends before the message does. */
  TRUNCATED("too short"),
  /** A sequence or text longer than this program has room for. */
  TOO_LONG("sequence or text too long"),
  /** A text that does not end in its NUL. */
  TEXT("text without an end"),
  /** A boolean that is neither 0 nor 1. */
  BOOLEAN("boolean neither 0 nor 1"),
  /** Goes on after the message ended, by more than padding. */
  TRAILING("too long, another type?"),
  /** Joint names that do not name every joint of the robot once. */
  JOINTS("joints missing or named twice"),
  /** Arrays that do not have one value for each joint. */
  LENGTHS("not one value for each joint");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }
}
