package io.mbmpo.controller.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {
  @Test
  void aRelativeNameIsInTheNamespaceAndAnAbsoluteOneIsNot() {
    TopicNames names = new TopicNames("lab/go1", Map.of());
    assertThat(names.ros("imu/data")).isEqualTo("/lab/go1/imu/data");
    assertThat(names.dds("imu/data")).isEqualTo("rt/lab/go1/imu/data");
    assertThat(names.ros("/diagnostics")).isEqualTo("/diagnostics");
    assertThat(new TopicNames("/lab/go1", Map.of()).ros("odom")).isEqualTo("/lab/go1/odom");
    assertThat(new TopicNames("", Map.of()).dds("odom")).isEqualTo("rt/odom");
  }

  @Test
  void remapsAreExpandedOnBothSides() {
    TopicNames names =
        new TopicNames("go1", Map.of("odom", "state/odom", "/diagnostics", "diagnostics"));
    assertThat(names.ros("odom")).isEqualTo("/go1/state/odom");
    assertThat(names.ros("/go1/odom")).isEqualTo("/go1/state/odom");
    assertThat(names.ros("/diagnostics")).isEqualTo("/go1/diagnostics");
    assertThat(names.ros("joy")).isEqualTo("/go1/joy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9lives", "a//b", "a b", "end/", "ä", "a</name>"})
  void whatIsNoRosNameIsRefusedByName(String name) {
    assertThatThrownBy(() -> new TopicNames("", Map.of()).ros(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\" is no ROS name");
  }
}
