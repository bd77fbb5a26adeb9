package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the script in a folder of its own, with JDKs and Mavens that only pretend. */
class LauncherScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("mbmpo.root"), "mbmpo");
  private static final String INSTALL = "sudo apt-get install openjdk-17-jdk maven";

  @TempDir Path folder;
  private Path project;
  private Path bin;
  private Path jdks;

  private record Result(int status, String output) {}

  @BeforeEach
  void aProjectWithoutJdkOrMaven() throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    jdks = Files.createDirectories(folder.resolve("jdks"));
    Files.copy(SCRIPT, project.resolve("mbmpo"));
    executable(project.resolve("mbmpo"));
    Files.createDirectories(project.resolve("room/src"));
    Files.createDirectories(project.resolve(".mvn"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("room/src/A.java"), "class A {}");
    for (String tool :
        List.of(
            "sed",
            "cat",
            "find",
            "head",
            "ls",
            "mkdir",
            "rm",
            "mv",
            "readlink",
            "grep",
            "tail",
            "awk",
            "tee",
            "date",
            "nice")) {
      Path real = Path.of("/usr/bin", tool);
      Path found = Files.exists(real) ? real : Path.of("/bin", tool);
      Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
      executable(bin.resolve(tool));
    }
  }

  @Test
  void theEmergencyStopNeedsNeitherAJdkNorABuild() throws Exception {
    Path stop = project.resolve("runs/estop");
    Result stopped = run(Map.of(), "estop");
    assertThat(stopped.status()).isZero();
    assertThat(stopped.output()).hasLineCount(1).contains("is stopped", "./mbmpo estop --release");
    assertThat(stop).exists();
    Result released = run(Map.of(), "estop", "--release");
    assertThat(released.status()).isZero();
    assertThat(stop).doesNotExist();
    assertThat(project.resolve("runs/clear")).isNotEmptyFile();
    assertThat(run(Map.of(), "estop", "--help").status()).isZero();
    assertThat(run(Map.of(), "estop", "now").status()).isEqualTo(2);
    assertThat(stop).doesNotExist();
  }

  @Test
  void anEmergencyStopThatCannotBeWrittenIsNotCalledOne() throws Exception {
    Files.writeString(project.resolve("runs"), "in the way");
    Result result = run(Map.of(), "estop");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).contains("cannot write").doesNotContain("is stopped");
  }

  @Test
  void withoutAJdkOneSentenceTellsWhatToInstall() throws Exception {
    Result result = run(Map.of(), "runs");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).hasLineCount(1).contains("no JDK found", "17", INSTALL);
  }

  @Test
  void anOldJdkIsNamedWithItsRelease() throws Exception {
    jdk("old", "11.0.20");
    jdk("older", "1.8.0_392");
    Result result = run(Map.of(), "runs");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output())
        .hasLineCount(1)
        .contains("the newest JDK found is 11", "17 or newer", INSTALL);
  }

  @Test
  void withoutMavenOneSentenceTellsWhatToInstall() throws Exception {
    jdk("good", "17.0.1");
    Result result = run(Map.of(), "runs");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).hasLineCount(1).contains("Maven (mvn) not found", INSTALL);
  }

  @Test
  void anOldMavenIsNamedWithItsVersion() throws Exception {
    jdk("good", "17.0.1");
    maven("3.6.3", "exit 0");
    Result result = run(Map.of(), "runs");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).hasLineCount(1).contains("Maven 3.6", "3.8 or newer", INSTALL);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndTheLog() throws Exception {
    jdk("good", "17.0.1");
    maven("3.8.7", "echo '[ERROR] A.java:[1,1] nonsense'; exit 1");
    Result result = run(Map.of(), "runs");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output())
        .contains("A.java:[1,1] nonsense", "the build failed", "launch/target/build.log");
  }

  @Test
  void theNewestTestedJdkIsTaken() throws Exception {
    jdk("a", "17.0.1");
    jdk("b", "21.0.2");
    jdk("c", "99");
    jdk("d", "11.0.1");
    aWorkingMaven();
    assertThat(run(Map.of(), "runs").output()).contains("java 21.0.2");
  }

  @Test
  void javaHomeIsTakenBeforeANewerJdkButNotWhenItIsTooOld() throws Exception {
    Path chosen = jdk("chosen", "17.0.1");
    Path old = jdk("old", "11.0.1");
    jdk("newer", "21.0.2");
    aWorkingMaven();
    assertThat(run(Map.of("JAVA_HOME", chosen.toString()), "runs").output())
        .contains("java 17.0.1");
    assertThat(run(Map.of("JAVA_HOME", old.toString()), "runs").output()).contains("java 21.0.2");
  }

  @Test
  void theBuildRunsOnceAndAgainAfterASourceChanged() throws Exception {
    jdk("good", "17.0.1");
    aWorkingMaven();
    assertThat(run(Map.of(), "runs").output()).contains("building (first time takes");
    assertThat(run(Map.of(), "runs").output()).doesNotContain("building");
    Files.setLastModifiedTime(
        project.resolve("room/src/A.java"),
        FileTime.fromMillis(System.currentTimeMillis() + 10_000));
    assertThat(run(Map.of("MBMPO_NO_BUILD", "1"), "runs").output()).doesNotContain("building");
    assertThat(run(Map.of(), "runs").output()).contains("building");
  }

  @Test
  void itFindsItsFolderThroughSymbolicLinksAndPassesArgumentsWhole() throws Exception {
    jdk("good", "17.0.1");
    aWorkingMaven();
    Path link = Files.createSymbolicLink(folder.resolve("link"), project.resolve("mbmpo"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("again"), Path.of("link"));
    assertThat(link).isSymbolicLink();
    String output = runScript(linkToLink, Map.of(), "plot", "a run", "*").output();
    assertThat(output)
        .contains(
            "[-Dmbmpo.root=" + project.toRealPath() + "]",
            "[io.mbmpo.launch.Mbmpo][plot][a run][*]");
  }

  @Test
  void flagsFollowTheRoleAndTheJdk() throws Exception {
    jdk("new", "25.0.1");
    aWorkingMaven();
    assertThat(run(Map.of(), "learn").output())
        .contains("[-XX:+UseParallelGC]", "maxphysicalbytes", "[--enable-native-access=");
    assertThat(run(Map.of(), "experiment", "trial").output())
        .contains("[-XX:+UseParallelGC]", "[-Xmx3g]", "maxphysicalbytes");
    assertThat(run(Map.of("MBMPO_JAVA_FLAGS", "-Xmx7g -Da=b"), "robot").output())
        .contains("[-XX:+UseSerialGC]", "[-Xmx7g][-Da=b]")
        .doesNotContain("maxphysicalbytes");
    assertThat(run(Map.of(), "bench", "controller", "--rate", "1000").output())
        .contains("[-Xms256m][-Xmx256m]", "[-XX:+UseZGC]", "[-XX:+AlwaysPreTouch]");
    assertThat(run(Map.of(), "robot", "--run", "x", "--wire", "ros2").output())
        .contains("[-XX:+UseZGC]", "[robot][--run][x][--wire][ros2]");
    assertThat(run(Map.of(), "bench", "simulator").output()).contains("[-XX:+UseSerialGC]");
    jdk("new", "17.0.1");
    assertThat(run(Map.of(), "learn").output()).doesNotContain("--enable-native-access");
  }

  @Test
  void tensorFlowIsAskedToBeQuietUnlessToldOtherwise() throws Exception {
    jdk("good", "17.0.1");
    aWorkingMaven();
    assertThat(run(Map.of(), "gazebo", "rehearse").output()).contains("TensorFlow from level 1");
    assertThat(run(Map.of("TF_CPP_MIN_LOG_LEVEL", "0"), "learn").output())
        .contains("TensorFlow from level 0");
  }

  @Test
  void aChildLogsToItsFile() throws Exception {
    jdk("good", "17.0.1");
    aWorkingMaven();
    assertThat(run(Map.of("MBMPO_LOG", "/a b/robot.log"), "robot").output())
        .contains("[-Dmbmpo.log=/a b/robot.log][-Dmbmpo.console=OFF]");
  }

  @Test
  void testsShowTheirSummaryAndAnHonestStatus() throws Exception {
    jdk("good", "17.0.1");
    String summary =
        "echo '[INFO] Tests run: 3, Failures: 0 -- in a.BTest'; echo '[INFO] noise';"
            + " echo '[INFO] Tests run: 3, Failures: 0';";
    maven("3.8.7", summary + "exit 0");
    Result passed = run(Map.of(), "test");
    assertThat(passed.status()).isZero();
    assertThat(passed.output())
        .contains("Tests run: 3, Failures: 0 -- in a.BTest", "all 3 tests passed in 0 min")
        .doesNotContain("noise");
    maven("3.8.7", summary + "echo '[ERROR] it broke'; exit 1");
    Result failed = run(Map.of(), "test");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output()).contains("it broke", "tests failed").doesNotContain("passed");
  }

  @Test
  void withoutASourcedWorkspaceTheTestsOfRcljavaAreSaidToBeSkipped() throws Exception {
    jdk("good", "17.0.1");
    maven("3.8.7", "echo '[INFO] Tests run: 3, Failures: 0'");
    String skipped = "rcljava: skipped, no workspace with rcljava is sourced";
    assertThat(run(Map.of(), "test").output()).contains(skipped);
    Path other = Files.createDirectories(folder.resolve("other/share"));
    assertThat(run(Map.of("AMENT_PREFIX_PATH", other.getParent().toString()), "test").output())
        .contains(skipped);
    assertThat(run(Map.of(), "test", "-pl", "link").output()).doesNotContain("rcljava");
  }

  @Test
  void inASourcedWorkspaceTheTestsOfRcljavaAreRun() throws Exception {
    jdk("good", "17.0.1");
    maven("3.8.7", "echo '[INFO] Tests run: 3, Failures: 0'");
    Path jar = folder.resolve("galactic/share/rcljava/java/rcljava.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
    Files.createDirectories(project.resolve("ros_ws"));
    Map<String, String> sourced =
        Map.of("AMENT_PREFIX_PATH", "/nowhere:" + folder.resolve("galactic"));
    assertThat(run(sourced, "test").output()).contains("rcljava: skipped, colcon not found");

    colcon("exit 0");
    Result left = run(sourced, "test");
    assertThat(left.status()).isEqualTo(1);
    assertThat(Files.readString(project.resolve("target/ros.log")))
        .contains("the node was not built: CMake does not find rcljava");

    Path node =
        project.resolve(
            "target/ros/install/mbmpo_controller/share/mbmpo_controller/java/mbmpo_controller.jar");
    Files.createDirectories(node.getParent());
    Files.writeString(node, "");
    Result passed = run(sourced, "test");
    assertThat(passed.status()).isZero();
    assertThat(passed.output()).contains("rcljava: all tests passed");
    assertThat(Files.readString(project.resolve("target/ros.log")))
        .contains("[build][--packages-select]", "[test][--packages-select]", "[mbmpo_controller]");

    colcon("[ \"$1\" = build ]");
    Result failed = run(sourced, "test");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output()).contains("rcljava: build or tests failed", "target/ros.log");
  }

  private void colcon(String script) throws IOException {
    Path colcon = bin.resolve("colcon");
    Files.writeString(colcon, "#!/bin/sh\nfor a; do printf '[%s]' \"$a\"; done\n" + script + "\n");
    executable(colcon);
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(jdks.resolve(name + "/bin")).getParent();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        home.resolve("bin/java"),
        "#!/bin/sh\necho java "
            + version
            + "\necho TensorFlow from level $TF_CPP_MIN_LOG_LEVEL"
            + "\nfor a; do printf '[%s]' \"$a\"; done\n");
    Files.writeString(home.resolve("bin/javac"), "#!/bin/sh\n");
    executable(home.resolve("bin/java"));
    executable(home.resolve("bin/javac"));
    return home;
  }

  private void maven(String version, String script) throws IOException {
    Path mvn = bin.resolve("mvn");
    Files.writeString(
        mvn,
        "#!/bin/sh\n[ \"$1\" = -version ] && echo 'Apache Maven "
            + version
            + "' && exit 0\n"
            + script
            + "\n");
    executable(mvn);
  }

  private void aWorkingMaven() throws IOException {
    maven(
        "3.9.9",
        "mkdir -p launch/target && echo /some.jar > launch/target/classpath"
            + " && : > launch/target/mbmpo-launch-0.jar");
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    return runScript(project.resolve("mbmpo"), environment, arguments);
  }

  private Result runScript(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("MBMPO_JDK_FOLDERS", jdks + "/*");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
