package io.mbmpo.launch.ros;

import io.mbmpo.controller.ros.RosMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The definitions of the messages that the controller speaks. */
final class RosMessages {
  private static final Pattern STEP = Pattern.compile("(\\w+)(\\[[\\d:]*])?");

  private RosMessages() {}

  /**
   * Type of a field at the end of a path.
   *
   * @param type e.g. {@code nav_msgs/Odometry}
   * @param path names with / or . between; an array's element by an index or [:]
   * @throws AssertionError when a name on the way is no field
   */
  static String fieldType(String type, String path) {
    String at = type;
    for (String step : path.split("[./]", -1)) {
      Matcher parts = STEP.matcher(step);
      if (!parts.matches()) {
        throw new AssertionError(step + " is no name of a field");
      }
      Matcher field =
          Pattern.compile("(?m)^([\\w/]+)(\\[\\d*])?\\s+" + parts.group(1) + "\\s*(#.*)?$")
              .matcher(definition(at));
      if (!field.find()) {
        throw new AssertionError(at + " has no field " + parts.group(1));
      }
      if (parts.group(2) != null && field.group(2) == null) {
        throw new AssertionError(parts.group(1) + " of " + at + " is no array");
      }
      String own = at.substring(0, at.indexOf('/') + 1);
      at = field.group(1);
      if (Character.isUpperCase(at.charAt(0))) {
        at = at.equals("Header") ? "std_msgs/Header" : own + at;
      }
    }
    return at;
  }

  private static String definition(String type) {
    try (InputStream in = RosMessage.class.getResourceAsStream(type + ".msg")) {
      if (in == null) {
        throw new AssertionError("no message " + type);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
