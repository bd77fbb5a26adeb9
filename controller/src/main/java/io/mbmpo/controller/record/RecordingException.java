package io.mbmpo.controller.record;

/** A file is no recording of a controller, or one that cannot be used; the message says why. */
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordingException(String message) {
    super(message);
  }

  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
