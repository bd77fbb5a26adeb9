package io.mbmpo.learner;

/** The robot does not run what this learner asks for; the message says why and what to do. */
public final class RobotRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RobotRefusal(String message) {
    super(message);
  }
}
