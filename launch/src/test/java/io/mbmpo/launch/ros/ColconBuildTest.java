package io.mbmpo.launch.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mbmpo.launch.Tool;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages that need no ROS 2 core, built by colcon and ament_cmake, and what they install. */
class ColconBuildTest {
  /** The one that ament is installed for; another may come first on the path. */
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir Path folder;

  @Test
  void descriptionAndBringupAreBuiltAndInstalledWhole() throws Exception {
    Tool.need("colcon", "colcon ament-cmake cmake make");
    Tool.need("cmake", "colcon ament-cmake cmake make");
    Path source = RosWorkspace.PACKAGES;
    Path install = folder.resolve("install");
    Tool.Ended build =
        Tool.run(
            folder,
            Map.of("COLCON_LOG_PATH", folder.resolve("log").toString()),
            List.of(
                "colcon",
                "build",
                "--base-paths",
                source.resolve("mbmpo_description").toString(),
                source.resolve("mbmpo_bringup").toString(),
                "--build-base",
                folder.resolve("build").toString(),
                "--install-base",
                install.toString(),
                "--event-handlers",
                "console_direct+",
                "--cmake-args",
                "-DPython3_EXECUTABLE=" + PYTHON));
    assumeTrue(
        build.status() == 0 || !build.said().contains("ament_cmakeConfig.cmake"),
        "ament_cmake is not installed: apt-get install ament-cmake");
    assertThat(build.status()).as(build.said()).isZero();
    Path bringup = install.resolve("mbmpo_bringup/share/mbmpo_bringup");
    for (String part : List.of("launch", "config", "rviz", "plotjuggler", "foxglove")) {
      assertThat(names(bringup.resolve(part)))
          .as(part)
          .containsExactlyInAnyOrderElementsOf(names(LaunchFiles.BRINGUP.resolve(part)));
    }
    assertThat(Files.readString(bringup.resolve("mbmpo_root")).strip())
        .isEqualTo(RosWorkspace.ROOT.toRealPath().toString());
    Path robots = install.resolve("mbmpo_description/share/mbmpo_description/robots");
    for (String robot : RobotConfigLoader.available(RosWorkspace.ROOT.resolve("robot-configs"))) {
      assertThat(RobotConfigLoader.load(robots.resolve(robot)).name()).isEqualTo(robot);
    }
    Tool.Ended sourced =
        Tool.run(
            folder,
            Map.of(),
            List.of(
                "bash",
                "-c",
                ". install/setup.bash && echo \"$AMENT_PREFIX_PATH\" && python3 -c \"import"
                    + " importlib.util as u; print(u.find_spec('mbmpo_bringup.parts').origin)\""));
    assertThat(sourced.status()).as(sourced.said()).isZero();
    assertThat(sourced.said())
        .as("packages and what launch files import are found once the workspace is sourced")
        .contains(install.resolve("mbmpo_bringup").toString())
        .contains("mbmpo_bringup/parts.py");
  }

  private static List<String> names(Path of) throws Exception {
    try (var files = Files.list(of)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("__pycache__"))
          .toList();
    }
  }
}
