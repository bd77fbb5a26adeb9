package io.mbmpo.sim.mujoco;

/** A model file that MuJoCo does not accept; the message is MuJoCo's own, with the file's name. */
public final class MujocoModelException extends RuntimeException {
  MujocoModelException(String message) {
    super(message);
  }
}
