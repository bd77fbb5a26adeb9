package io.mbmpo.learner;

/** The run was asked to stop; everything up to the last checkpoint and episode is on disk. */
public final class LearningStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LearningStopped() {
    super("learning was asked to stop");
  }
}
