package io.mbmpo.launch.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code run.yaml} and its like: records of plain values to text and back. */
public final class RunYaml {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private RunYaml() {}

  /** A record as nested maps of plain values. */
  public static Map<String, Object> plain(Record values) {
    return MAPPER.convertValue(values, new TypeReference<Map<String, Object>>() {});
  }

  static <T extends Record> T typed(
      String run, String group, Map<String, Object> values, Class<T> type) {
    if (values == null) {
      throw LaunchException.usage("run " + run + ": run.yaml has no settings of the " + group);
    }
    try {
      return MAPPER.convertValue(values, type);
    } catch (IllegalArgumentException e) {
      throw LaunchException.usage(
          "run " + run + ": settings of the " + group + " in run.yaml do not fit: " + firstLine(e),
          e);
    }
  }

  /**
   * Replaces a file whole.
   *
   * @param heading comment for who opens the file
   */
  public static void write(Path file, Record description, String heading) throws IOException {
    String text = "# " + heading + "\n" + MAPPER.writeValueAsString(description);
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every value of a record by its dotted name, in the names' order. */
  public static Map<String, Object> flat(Record values) {
    Map<String, Object> all = new TreeMap<>();
    flatten("", plain(values), all);
    return all;
  }

  private static void flatten(String prefix, Map<?, ?> values, Map<String, Object> into) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> group) {
            flatten(prefix + name + ".", group, into);
          } else {
            into.put(prefix + name, value);
          }
        });
  }

  /** The first setting that differs, as a clause; empty when all are the same. */
  public static Optional<String> difference(Record old, Record asked) {
    return difference(flat(old), flat(asked));
  }

  /** As {@link #difference(Record, Record)}, of what {@link #flat} made. */
  public static Optional<String> difference(Map<String, Object> old, Map<String, Object> asked) {
    for (Map.Entry<String, Object> field : asked.entrySet()) {
      Object other = old.get(field.getKey());
      if (!Objects.equals(other, field.getValue())) {
        return Optional.of(
            "%s is %s there, %s asked for".formatted(field.getKey(), other, field.getValue()));
      }
    }
    return Optional.empty();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws LaunchException naming file and field of what is wrong
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw LaunchException.usage(file + " cannot be read: " + firstLine(e), e);
    } catch (IOException e) {
      throw LaunchException.usage("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The record's own words where it refused its values; the words that there are for a wrong one.
   */
  private static String problem(Throwable e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException format
        && format.getTargetType() != null
        && format.getTargetType().isEnum()) {
      return "it is \"%s\"; allowed: %s"
          .formatted(
              format.getValue(),
              Stream.of(format.getTargetType().getEnumConstants())
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")));
    }
    return e.getMessage();
  }

  /** First line of what the parser says, with the field it is about. */
  private static String firstLine(Exception e) {
    Throwable cause = e.getCause() instanceof JsonMappingException ? e.getCause() : e;
    String text = problem(cause).lines().findFirst().orElse("");
    if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
              .map(
                  step -> step.getFieldName() == null ? "#" + step.getIndex() : step.getFieldName())
              .collect(Collectors.joining("."))
          + ": "
          + text;
    }
    return text;
  }
}
