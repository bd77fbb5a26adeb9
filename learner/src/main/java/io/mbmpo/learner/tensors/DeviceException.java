package io.mbmpo.learner.tensors;

/** The device that was asked for cannot be used; the message says what is needed. */
public final class DeviceException extends RuntimeException {
  DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
