package io.mbmpo.controller.record;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a recording says about itself at its beginning.
 *
 * @param robot name
 * @param configHash of the robot's configuration
 * @param run name of the run
 * @param revision of the program that recorded
 * @param jdk it ran on
 * @param wallTime when the file was begun
 * @param tickRateHz ticks a second
 * @param command what was sent to the joints, as {@code ros2.command}; empty in recordings that do
 *     not say, as those of before November 2026
 */
public record RecordingHead(
    String robot,
    String configHash,
    String run,
    String revision,
    String jdk,
    Instant wallTime,
    int tickRateHz,
    String command) {
  /** Version of what is recorded and how; raised when a replay needs to know. */
  static final int SCHEMA = 1;

  /** Name of these metadata in the file. */
  static final String METADATA = "mbmpo";

  /** The head of a recording made now, by this program. */
  static RecordingHead of(RecordingSource source, Instant wallTime) {
    return new RecordingHead(
        source.config().name(),
        source.config().hash(),
        source.run(),
        source.revision(),
        Runtime.version().toString(),
        wallTime,
        source.config().control().tickRateHz(),
        source.command().text());
  }

  /** As it stands in the file. */
  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("schema", Integer.toString(SCHEMA));
    map.put("robot", robot);
    map.put("config_hash", configHash);
    map.put("run", run);
    map.put("revision", revision);
    map.put("jdk", jdk);
    map.put("wall_time", wallTime.toString());
    map.put("tick_rate_hz", Integer.toString(tickRateHz));
    map.put("command", command);
    return map;
  }

  /**
   * From what stands in the file.
   *
   * @throws RecordingException when something is missing, or it is of a later version
   */
  static RecordingHead of(Map<String, String> map) {
    int schema = number(map, "schema");
    if (schema > SCHEMA) {
      throw new RecordingException(
          "recorded by a newer version of mbmpo (schema "
              + schema
              + "); this one reads up to schema "
              + SCHEMA);
    }
    try {
      return new RecordingHead(
          text(map, "robot"),
          text(map, "config_hash"),
          text(map, "run"),
          text(map, "revision"),
          text(map, "jdk"),
          Instant.parse(text(map, "wall_time")),
          number(map, "tick_rate_hz"),
          map.getOrDefault("command", ""));
    } catch (DateTimeParseException e) {
      throw new RecordingException("its wall_time is no time: " + map.get("wall_time"));
    }
  }

  private static String text(Map<String, String> map, String key) {
    String value = map.get(key);
    if (value == null) {
      throw new RecordingException("its metadata have no " + key);
    }
    return value;
  }

  private static int number(Map<String, String> map, String key) {
    try {
      return Integer.parseInt(text(map, key));
    } catch (NumberFormatException e) {
      throw new RecordingException("its " + key + " is no number: " + map.get(key));
    }
  }
}
