package io.mbmpo.launch.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mbmpo.launch.CommandLines;
import io.mbmpo.launch.Tool;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is exported, read by libsdformat: version 12 and later know SDF 1.9. */
class SdfValidityTest {
  private static final String INSTALL = "ignition-tools libsdformat-dev";

  /** Left out: of its 3,700 tiles the check makes minutes and gigabytes. They are boxes as any. */
  private static final String TILED = "rough.sdf";

  @TempDir Path folder;

  /** Fortress's command, or Harmonic's; Gazebo 11's {@code gz} knows SDF 1.7 only. */
  private static String command() {
    return Tool.isHere("ign") ? "ign" : "gz";
  }

  private static Tool.Ended check(Path file) throws Exception {
    return Tool.run(
        file.getParent(), Map.of(), List.of(command(), "sdf", "--check", file.toString()));
  }

  @Test
  void everyRobotAndWorldButTheTiledIsReadWithoutAnErrorOrWarning() throws Exception {
    Tool.need(command(), INSTALL);
    Path probe = Files.writeString(folder.resolve("probe.sdf"), "<sdf version='1.9'/>");
    assumeTrue(
        check(probe).said().contains("Valid."),
        "no libsdformat of SDF 1.9 is installed: apt-get install " + INSTALL);
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.sdf"),
            "<sdf version='1.9'><model name='m'><link name='a'/><joint name='j' type='revolute'>"
                + "<parent>a</parent><child>b</child></joint></model></sdf>");
    assertThat(check(wrong).said()).as("the check finds what is wrong").contains("rror");
    for (String robot : List.of("go1", "anymal_c")) {
      export(robot, "plain");
      export(robot, "fortress", "--ros2-control", "fortress");
      export(robot, "harmonic", "--ros2-control", "harmonic");
    }
    List<Path> files;
    try (var all = Files.walk(folder.resolve("exports"))) {
      files =
          all.filter(file -> file.toString().endsWith(".sdf"))
              .filter(file -> !file.endsWith(TILED))
              .sorted()
              .toList();
    }
    assertThat(files).hasSize(2 * 3 * 4);
    for (Path file : files) {
      Tool.Ended checked = check(file);
      assertThat(checked.said().lines().filter(line -> !line.startsWith("Library error: libign")))
          .as("%s", file)
          .containsExactly("Valid.");
      assertThat(checked.status()).as("%s", file).isZero();
    }
  }

  private void export(String robot, String into, String... options) {
    StringWriter said = new StringWriter();
    Path to = folder.resolve("exports").resolve(robot).resolve(into);
    String[] command =
        Stream.concat(
                Stream.of("gazebo", "export", "--robot", robot, to.toString()), Stream.of(options))
            .toArray(String[]::new);
    assertThat(CommandLines.run(RosWorkspace.ROOT, said, command)).as("%s", said).isZero();
  }
}
