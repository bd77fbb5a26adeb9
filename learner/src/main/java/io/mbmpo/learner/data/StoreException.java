package io.mbmpo.learner.data;

/** The transition store cannot do what was asked; the message names the file and the remedy. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
