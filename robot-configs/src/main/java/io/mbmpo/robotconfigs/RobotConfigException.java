package io.mbmpo.robotconfigs;

import java.util.List;

/**
 * A robot's folder cannot be used. The message lists every problem found, one a line, each as
 * {@code file:line: field: value is …; allowed: …}.
 */
public class RobotConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * @param what one line: what could not be done
   * @param problems what stands in the way, one line each
   */
  public RobotConfigException(String what, List<String> problems) {
    super(problems.isEmpty() ? what : what + "\n" + String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem. */
  public List<String> problems() {
    return problems;
  }
}
