package io.mbmpo.robotconfigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Checks {@code robot.yaml} against {@code robot.schema.json} and says what is allowed. */
final class RobotSchema {
  private static final String RESOURCE = "robot.schema.json";

  private final JsonNode source;
  private final JsonSchema schema;

  RobotSchema() {
    try (InputStream in = RobotSchema.class.getResourceAsStream(RESOURCE)) {
      source = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
    JsonMetaSchema base = JsonMetaSchema.getV202012();
    JsonMetaSchema dialect =
        JsonMetaSchema.builder(base).keyword(new NonValidationKeyword("unit")).build();
    schema =
        JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .metaSchema(dialect)
            .defaultMetaSchemaIri(dialect.getIri())
            .build()
            .getSchema(
                source, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
  }

  void check(MarkedYaml yaml, Problems problems) {
    List<ValidationMessage> messages = new ArrayList<>(schema.validate(yaml.tree()));
    messages.sort(
        Comparator.comparingInt(m -> yaml.place(m.getInstanceLocation().toString()).line()));
    for (ValidationMessage message : messages) {
      String pointer = message.getInstanceLocation().toString();
      String keywordPath = message.getSchemaLocation().getFragment().toString();
      JsonNode rule = source.at(keywordPath.substring(0, keywordPath.lastIndexOf('/')));
      switch (message.getType()) {
        case "required" -> {
          String missing = pointer + "/" + message.getProperty();
          problems.add(
              yaml.place(pointer),
              MarkedYaml.field(missing),
              "missing",
              allowed(rule.path("properties").path(message.getProperty())));
        }
        case "additionalProperties" -> {
          String unknown = pointer + "/" + message.getProperty();
          List<String> known = names(rule.path("properties"));
          problems.add(
              yaml.place(unknown),
              MarkedYaml.field(unknown),
              "an unknown key" + Nearest.hint(message.getProperty(), known),
              "the keys " + String.join(", ", known));
        }
        default ->
            problems.add(
                yaml.place(pointer),
                MarkedYaml.field(pointer),
                text(yaml.tree().at(pointer)),
                allowed(rule));
      }
    }
  }

  /** Puts the schema's defaults where {@code robot.yaml} says nothing. For a tree that fits. */
  void fillIn(MarkedYaml yaml) {
    fillIn((ObjectNode) yaml.tree(), source);
  }

  private static void fillIn(ObjectNode object, JsonNode rule) {
    for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
      JsonNode fallback = property.getValue().path("default");
      if (!object.has(property.getKey()) && !fallback.isMissingNode()) {
        object.set(property.getKey(), fallback.deepCopy());
      }
      if (object.get(property.getKey()) instanceof ObjectNode child) {
        fillIn(child, property.getValue());
      }
    }
  }

  /** What a schema node allows, for people. */
  private static String allowed(JsonNode rule) {
    String unit = rule.has("unit") ? " " + rule.get("unit").asText() : "";
    return switch (rule.path("type").asText()) {
      case "integer" -> "a whole number " + range(rule) + unit;
      case "number" -> "a number " + range(rule) + unit;
      case "string" ->
          rule.has("enum")
              ? "one of " + String.join(", ", texts(rule.get("enum")))
              : rule.has("pattern")
                  ? "text of the form " + rule.get("pattern").asText()
                  : "text of %s to %s characters"
                      .formatted(rule.path("minLength").asText(), rule.path("maxLength").asText());
      case "array" ->
          "a list of %s to %s different items"
              .formatted(rule.path("minItems").asText(), rule.path("maxItems").asText());
      default ->
          rule.has("properties")
              ? "a mapping with the keys " + String.join(", ", names(rule.get("properties")))
              : "a mapping";
    };
  }

  private static String range(JsonNode rule) {
    return rule.has("exclusiveMinimum")
        ? "above %s, at most %s"
            .formatted(rule.get("exclusiveMinimum").asText(), rule.path("maximum").asText())
        : "from %s to %s".formatted(rule.path("minimum").asText(), rule.path("maximum").asText());
  }

  private static String text(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isArray() ? "a list of " + value.size() : "a mapping of " + value.size();
    }
    return value.isTextual() ? "\"" + value.asText() + "\"" : value.asText();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
      names.add(i.next());
    }
    return names;
  }
}
