package io.mbmpo.controller.mcap;

/** A file is no MCAP file, or is damaged; the message says where and how. */
public final class McapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  McapException(String message) {
    super(message);
  }

  McapException(String message, Throwable cause) {
    super(message, cause);
  }
}
