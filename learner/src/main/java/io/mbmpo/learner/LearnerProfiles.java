package io.mbmpo.learner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Named learner settings (YAML resources) and single-setting overrides such as {@code meta.steps}.
 */
public final class LearnerProfiles {
  public static final List<String> NAMES = List.of("walk", "quick", "benchmark", "paper");

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private LearnerProfiles() {}

  /**
   * Settings of a named profile with overrides applied.
   *
   * @param overrides dotted setting to YAML value, e.g. {@code meta.steps} to {@code 10}
   * @throws SettingsException naming the profile or setting, its value and what is allowed
   */
  public static LearnerSettings load(String profile, Map<String, String> overrides) {
    if (!NAMES.contains(profile)) {
      throw new SettingsException(
          "unknown learner profile '" + profile + "'; there are: " + String.join(", ", NAMES));
    }
    try (InputStream in =
        LearnerProfiles.class.getResourceAsStream("profiles/" + profile + ".yaml")) {
      JsonNode root = YAML.readTree(in);
      overrides.forEach((setting, value) -> override(root, setting, value));
      return bind(root);
    } catch (IOException e) {
      throw new UncheckedIOException("learner profile " + profile + " cannot be read", e);
    }
  }

  /**
   * The same settings with overrides applied.
   *
   * @throws SettingsException naming the setting, its value and what is allowed
   */
  public static LearnerSettings changed(LearnerSettings settings, Map<String, String> overrides) {
    JsonNode root = YAML.valueToTree(settings);
    overrides.forEach((setting, value) -> override(root, setting, value));
    return bind(root);
  }

  /** Settings as written into the run folder. */
  public static LearnerSettings parse(String yaml) {
    try {
      return bind(YAML.readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new SettingsException("learner settings: " + e.getOriginalMessage(), e);
    }
  }

  /** Settings as YAML, to be kept with a run. */
  public static String text(LearnerSettings settings) {
    try {
      return YAML.writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("learner settings cannot be written", e);
    }
  }

  private static LearnerSettings bind(JsonNode root) {
    try {
      return YAML.treeToValue(root, LearnerSettings.class);
    } catch (ValueInstantiationException e) {
      throw new SettingsException("learner settings: " + e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new SettingsException("learner settings: " + e.getOriginalMessage(), e);
    }
  }

  private static void override(JsonNode root, String setting, String value) {
    int dot = setting.lastIndexOf('.');
    JsonNode parent = dot < 0 ? root : root.at("/" + setting.substring(0, dot).replace('.', '/'));
    String field = setting.substring(dot + 1);
    if (!(parent instanceof ObjectNode object) || !object.has(field)) {
      throw new SettingsException(
          "unknown learner setting '%s'; there are: %s".formatted(setting, names(root, "")));
    }
    try {
      object.set(field, YAML.readTree(value));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "learner setting '" + setting + "': '" + value + "' is not a YAML value", e);
    }
  }

  private static String names(JsonNode node, String prefix) {
    List<String> names = new ArrayList<>();
    node.properties()
        .forEach(
            field ->
                names.add(
                    field.getValue().isObject()
                        ? names(field.getValue(), prefix + field.getKey() + ".")
                        : prefix + field.getKey()));
    return String.join(", ", names);
  }
}
