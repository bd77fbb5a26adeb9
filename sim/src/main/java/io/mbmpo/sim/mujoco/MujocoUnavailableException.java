package io.mbmpo.sim.mujoco;

/** MuJoCo is not there, or not the version this program knows; the message says what to do. */
public final class MujocoUnavailableException extends RuntimeException {
  public MujocoUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public MujocoUnavailableException(String message) {
    super(message);
  }
}
