package io.mbmpo.controller.rcl;

/**
 * A parameter of the node: settled at the start, read-only afterwards.
 *
 * @param name as {@code ros2 param} lists it
 * @param description for people
 * @param constraints of its values beside their type and range, for people; may be empty
 * @param standard its default: a String, a Boolean, or a Long
 * @param least of a whole number
 * @param most of a whole number
 */
public record NodeParameter(
    String name, String description, String constraints, Object standard, long least, long most) {
  static NodeParameter text(String name, String standard, String description) {
    return new NodeParameter(name, description, "", standard, 0, 0);
  }

  static NodeParameter flag(String name, boolean standard, String description) {
    return new NodeParameter(name, description, "", standard, 0, 0);
  }

  static NodeParameter number(
      String name, long standard, long least, long most, String description) {
    return new NodeParameter(name, description, "", standard, least, most);
  }

  /** The same, with something to be said of its values. */
  NodeParameter allowed(String values) {
    return new NodeParameter(name, description, values, standard, least, most);
  }

  /** Whether it is a whole number. */
  public boolean isNumber() {
    return standard instanceof Long;
  }

  /**
   * A value as it stands in a file or on the command line.
   *
   * @throws IllegalArgumentException when it does not fit, naming the parameter
   */
  Object checked(Object value) {
    if (standard instanceof Boolean) {
      if (value instanceof Boolean) {
        return value;
      }
      throw wanted("true or false", value);
    }
    if (!isNumber()) {
      return String.valueOf(value);
    }
    if (!(value instanceof Integer || value instanceof Long)) {
      throw wanted("a whole number", value);
    }
    long number = ((Number) value).longValue();
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "parameter %s is %d; allowed: %d to %d".formatted(name, number, least, most));
    }
    return number;
  }

  private IllegalArgumentException wanted(String kind, Object value) {
    return new IllegalArgumentException(
        "parameter %s is \"%s\"; wanted: %s".formatted(name, value, kind));
  }
}
