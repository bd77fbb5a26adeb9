package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RobotSchemaTest {
  private static final Map<String, String> UNIT_OF_ENDING =
      Map.of(
          "_rad",
          "rad",
          "_s",
          "s",
          "_m",
          "m",
          "_hz",
          "Hz",
          "_rad_s",
          "rad/s",
          "_m_s",
          "m/s",
          "_nm",
          "N·m",
          "_nm_rad",
          "N·m/rad",
          "_nms_rad",
          "N·m·s/rad",
          "_m_s2",
          "m/s²");

  private int fields;

  @Test
  void everyFieldIsDescribedAndEveryNumberIsBoundedAndInTheUnitOfItsName() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(RobotSchema.class.getResourceAsStream("robot.schema.json"));
    check("robot.yaml", schema);
    assertThat(fields).isGreaterThan(50);
  }

  private void check(String name, JsonNode rule) {
    fields++;
    assertThat(rule.path("description").asText()).as(name).isNotBlank();
    switch (rule.path("type").asText()) {
      case "object" -> {
        assertThat(rule.has("additionalProperties")).as(name).isTrue();
        rule.path("properties").properties().forEach(e -> check(e.getKey(), e.getValue()));
        if (rule.get("additionalProperties").isObject()) {
          check(name, rule.get("additionalProperties"));
        }
      }
      case "number", "integer" -> {
        assertThat(rule.has("minimum") || rule.has("exclusiveMinimum")).as(name).isTrue();
        assertThat(rule.has("maximum")).as(name).isTrue();
        String unit =
            UNIT_OF_ENDING.keySet().stream()
                .filter(name::endsWith)
                .max((a, b) -> a.length() - b.length())
                .map(UNIT_OF_ENDING::get)
                .orElse("");
        assertThat(rule.path("unit").asText()).as("unit of " + name).isEqualTo(unit);
      }
      default -> assertThat(rule.path("type").asText()).as(name).isIn("string", "array");
    }
  }
}
