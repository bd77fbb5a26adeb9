package io.mbmpo.controller.ros;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Definitions of message types, complete with those of the types within them, as recordings carry
 * them (schema encoding {@code ros2msg}).
 */
public final class RosDefinition {
  /** What MCAP calls this form. */
  public static final String ENCODING = "ros2msg";

  private static final String SEPARATOR = "=".repeat(80);
  private static final Set<String> PRIMITIVES =
      Set.of(
          "bool", "byte", "char", "string", "wstring", "float32", "float64", "int8", "uint8",
          "int16", "uint16", "int32", "uint32", "int64", "uint64");

  private RosDefinition() {}

  /**
   * The definition of a type.
   *
   * @param rosName e.g. {@code sensor_msgs/msg/Imu}
   * @throws IllegalArgumentException when it is not known
   */
  public static String of(String rosName) {
    String root = rosName.replace("/msg/", "/");
    StringBuilder text = new StringBuilder();
    Set<String> told = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>();
    left.add(root);
    while (!left.isEmpty()) {
      String type = left.remove();
      if (!told.add(type)) {
        continue;
      }
      if (told.size() > 1) {
        text.append(SEPARATOR).append("\nMSG: ").append(type).append('\n');
      }
      String fields = load(type);
      text.append(fields);
      within(type, fields, left);
    }
    return text.toString();
  }

  private static void within(String type, String fields, Deque<String> left) {
    String ofPackage = type.substring(0, type.indexOf('/') + 1);
    for (String line : fields.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String field = line.substring(0, line.indexOf(' ')).replaceAll("\\[.*", "");
      if (!PRIMITIVES.contains(field)) {
        left.add(field.contains("/") ? field : ofPackage + field);
      }
    }
  }

  private static String load(String type) {
    try (InputStream in = RosDefinition.class.getResourceAsStream(type + ".msg")) {
      if (in == null) {
        throw new IllegalArgumentException("no definition of message type " + type);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
