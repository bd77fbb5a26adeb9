package io.mbmpo.launch.screen;

import java.util.List;

/**
 * What a {@link Dashboard} shows: everything known at one moment. Immutable.
 *
 * @param <S> the implementing type
 */
public interface Shown<S extends Shown<S>> {
  /**
   * The same, this long after the beginning.
   *
   * @param elapsedS wall time since the command began, s
   */
  S at(double elapsedS);

  /**
   * For a terminal.
   *
   * @param width columns; no line is longer
   */
  List<String> lines(int width);

  /** What changed since {@code before}, a line each: for logs and pipes. */
  List<String> linesSince(S before);
}
