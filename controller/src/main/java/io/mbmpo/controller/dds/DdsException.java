package io.mbmpo.controller.dds;

/** DDS cannot be used here; the message says why and what to do. */
public final class DdsException extends RuntimeException {
  public DdsException(String message) {
    super(message);
  }

  public DdsException(String message, Throwable cause) {
    super(message, cause);
  }
}
