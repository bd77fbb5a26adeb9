package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigHashTest {
  private static final String GO1 = Robots.go1().hash();

  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  @Test
  void aCopyElsewhereHasTheSameHash() {
    assertThat(robot.load().hash()).isEqualTo(GO1);
  }

  @Test
  void commentsLayoutAndKeyOrderDoNotChangeIt() {
    robot
        .yaml("policy_rate_hz: 25", "policy_rate_hz:   25.0   # calm")
        .yaml("  rise_s: 1.0\n  settle_s: 0.6", "  settle_s: 0.60\n\n  rise_s: 1.0")
        .yaml("stance_rad: 0.0", "stance_rad: -0.0")
        .urdf("<mass value=\"5.204\"/>", "<!-- weighed -->\n  <mass   value=\" 5.2040 \" />");
    assertThat(robot.load().hash()).isEqualTo(GO1);
  }

  @Test
  void descriptionAndSimulationDoNotChangeIt() {
    robot
        .yaml("13 kg", "thirteen kg")
        .yaml("ground_friction: 0.8", "ground_friction: 0.6")
        .yaml("gyro_noise_rad_s: 0.02", "gyro_noise_rad_s: 0.5");
    assertThat(robot.load().hash()).isEqualTo(GO1);
  }

  @Test
  void howTheRobotIsLookedAfterDoesNotChangeIt() {
    robot
        .yaml("deadman: when_seen", "deadman: always")
        .yaml("fold_s: 1.5", "fold_s: 2.5")
        .yaml("priority: 80", "priority: 0");
    assertThat(robot.load().onboard()).isNotEqualTo(Robots.go1().onboard());
    assertThat(robot.load().hash()).isEqualTo(GO1);
  }

  @Test
  void everyOtherNumberOfTheYamlChangesIt() throws IOException {
    Path file = robot.folder().resolve("robot.yaml");
    String original = Files.readString(file);
    JsonNode tree = new MarkedYaml("robot.yaml", original, new Problems()).tree();
    int end = original.indexOf("simulation:");
    Set<String> hashes = new HashSet<>(Set.of(GO1));
    int changed = 0;
    Matcher numbers = Pattern.compile("(?m)^ +\\w+: (-?\\d+(\\.\\d+)?)\\b").matcher(original);
    while (numbers.find() && numbers.start() < end) {
      double value = Double.parseDouble(numbers.group(1));
      String other = otherValue(numbers.group(), value);
      Files.writeString(
          file,
          original.substring(0, numbers.start(1)) + other + original.substring(numbers.end(1)));
      assertThat(hashes.add(robot.load().hash())).as(numbers.group().strip()).isTrue();
      changed++;
    }
    int hashed = leaves(tree) - leaves(tree.path("simulation")) - leaves(tree.path("onboard"));
    assertThat(changed).isEqualTo(hashed - 2 - 12);
  }

  /** Another value that is still allowed. */
  private static String otherValue(String line, double value) {
    if (line.contains("tick_rate")) {
      return "1000";
    }
    if (line.contains("policy_rate")) {
      return "50";
    }
    return line.contains("overrun") ? "11" : String.valueOf(value + 0.001);
  }

  private static int leaves(JsonNode node) {
    if (!node.isContainerNode()) {
      return 1;
    }
    int count = 0;
    for (JsonNode child : node) {
      count += leaves(child);
    }
    return count;
  }

  @Test
  void numbersOfTheUrdfChangeIt() {
    List<String[]> edits = new ArrayList<>();
    edits.add(new String[] {"mass value=\"5.204\"", "mass value=\"5.205\""});
    edits.add(new String[] {"izz=\"0.0717\"", "izz=\"0.0718\""});
    edits.add(new String[] {"0.3762 0.0935", "0.3762 0.0936"});
    edits.add(new String[] {"0.1881 -0.04675", "0.1882 -0.04675"});
    edits.add(new String[] {"effort=\"23.7\"", "effort=\"23.8\""});
    edits.add(new String[] {"friction=\"0.1\"", "friction=\"0.11\""});
    Set<String> hashes = new HashSet<>(Set.of(GO1));
    for (String[] edit : edits) {
      robot.urdf(edit[0], edit[1]);
      assertThat(hashes.add(robot.load().hash())).as(edit[1]).isTrue();
    }
  }

  @Test
  void theOrderOfTheJointsChangesIt() {
    robot.yaml("FR_hip_joint, FR_thigh_joint", "FR_thigh_joint, FR_hip_joint");
    assertThat(robot.load().hash()).isNotEqualTo(GO1);
  }
}
