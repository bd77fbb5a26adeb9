package io.mbmpo.link;

/** The link cannot do what was asked; the message names address, file or topic and what to do. */
public class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LinkException(String message) {
    super(message);
  }

  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
