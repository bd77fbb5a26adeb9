package io.mbmpo.controller.rcl;

/**
 * A parameter of the node: settled at the start, read-only afterwards.
 *
 * @param name as {@code ros2 param} lists it
 * @param description for people
 * @param standard its default: a String, or a Long
 * @param least of a whole number
 * @param most of a whole number
 */
public record NodeParameter(
    String name, String description, Object standard, long least, long most) {
  static NodeParameter text(String name, String standard, String description) {
    return new NodeParameter(name, description, standard, 0, 0);
  }

  static NodeParameter number(
      String name, long standard, long least, long most, String description) {
    return new NodeParameter(name, description, standard, least, most);
  }

  /** Whether it is a whole number rather than a text. */
  public boolean isNumber() {
    return standard instanceof Long;
  }

  /**
   * A value as it stands in a file or on the command line.
   *
   * @throws IllegalArgumentException when it does not fit, naming the parameter
   */
  Object checked(Object value) {
    if (!isNumber()) {
      return String.valueOf(value);
    }
    if (!(value instanceof Integer || value instanceof Long)) {
      throw new IllegalArgumentException(
          "parameter %s is \"%s\"; wanted: a whole number".formatted(name, value));
    }
    long number = ((Number) value).longValue();
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "parameter %s is %d; allowed: %d to %d".formatted(name, number, least, most));
    }
    return number;
  }
}
