package io.mbmpo.launch.ros;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ros2 run starts, in an installed workspace that only pretends, with a Java that tells. */
class ControllerScriptTest {
  private static final Path SCRIPT =
      RosWorkspace.PACKAGES.resolve("mbmpo_controller/scripts/controller");

  @TempDir Path folder;
  private Path ours;
  private Path rcljava;
  private Path script;

  @BeforeEach
  void anInstalledWorkspace() throws IOException {
    ours = Files.createDirectories(folder.resolve("our ws"));
    rcljava = Files.createDirectories(folder.resolve("rcljava_ws"));
    script =
        Files.copy(
            SCRIPT,
            Files.createDirectories(ours.resolve("lib/mbmpo_controller")).resolve("controller"));
    executable(script);
    Files.createDirectories(ours.resolve("share/mbmpo_description/robots"));
    for (String jar :
        List.of(
            "rcljava/java/rcljava.jar",
            "std_msgs/java/std_msgs_messages.jar",
            "rcljava_common/java/rcljava_common.jar",
            "rcljava_common/java/commons-lang3-3.7.jar",
            "rcljava_common/java/slf4j-log4j12-1.7.21.jar")) {
      Path file = rcljava.resolve("share").resolve(jar);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    Files.createDirectories(rcljava.resolve("lib/jni"));
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\necho \"libraries $LD_LIBRARY_PATH\"\nfor a; do printf '[%s]\\n' \"$a\"; done\n");
    executable(java);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(Map<String, String> more, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    environment.put("AMENT_PREFIX_PATH", ours + ":" + rcljava + ":/nowhere");
    environment.putAll(more);
    Process process = builder.start();
    List<String> said = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).as("%s", said).isZero();
    return said;
  }

  @Test
  void jarsAndNativesOfTheSourcedWorkspaceAreFoundBehindOurs() throws Exception {
    List<String> said = run(Map.of());
    String classPath = said.get(said.indexOf("[-cp]") + 1);
    assertThat(classPath.substring(1, classPath.length() - 1).split(":"))
        .containsExactly(
            ours + "/share/mbmpo_controller/java/mbmpo_controller.jar",
            ours + "/share/mbmpo_controller/java/lib/*",
            rcljava + "/share/rcljava/java/rcljava.jar",
            rcljava + "/share/rcljava_common/java/rcljava_common.jar",
            rcljava + "/share/std_msgs/java/std_msgs_messages.jar",
            rcljava + "/share/rcljava_common/java/commons-lang3-3.7.jar");
    assertThat(said).contains("libraries " + rcljava + "/lib/jni:" + rcljava + "/lib");
    assertThat(said).contains("[-Dmbmpo.robots=" + ours + "/share/mbmpo_description/robots]");
  }

  @Test
  void argumentsArePassedWholeAfterTheProgram() throws Exception {
    List<String> said =
        run(
            Map.of("MBMPO_JAVA_FLAGS", "-Xmx7g -Da=b", "LD_LIBRARY_PATH", "/mine"),
            "--ros-args",
            "-p",
            "run:=/a run",
            "*");
    assertThat(said)
        .endsWith(
            "[io.mbmpo.rosnode.ControllerMain]", "[--ros-args]", "[-p]", "[run:=/a run]", "[*]")
        .contains("[-Xmx7g]", "[-Da=b]");
    assertThat(said.get(0)).endsWith("/lib:/mine");
  }
}
