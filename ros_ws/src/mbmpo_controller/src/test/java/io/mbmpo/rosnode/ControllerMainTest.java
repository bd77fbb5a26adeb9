package io.mbmpo.rosnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.link.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros2.rcljava.RCLJava;

/** The node's process, and how it ends. */
@Timeout(120)
class ControllerMainTest {
  private static final long ENDS_IN_S = 5; // a second, on a machine with nothing else to do

  @TempDir Path folder;
  private Process process;
  private RobotNode robot;

  @AfterEach
  void leaveNothingRunning() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    if (robot != null) {
      robot.stop();
      RCLJava.shutdown();
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void start(String... parameters) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.mbmpo.rosnode.ControllerMain",
                "--ros-args",
                "-r",
                "__ns:=/ending"));
    for (String parameter : parameters) {
      command.addAll(List.of("-p", parameter));
    }
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  private int status() throws InterruptedException {
    assertThat(process.waitFor(ENDS_IN_S, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsItInOrderWithStatusZero(String signal) throws Exception {
    SigningKey.loadOrCreate(folder.resolve("keys"));
    RCLJava.rclJavaInit();
    robot = new RobotNode(Bench.CONFIG.ros2(), "/ending/");
    start(
        "robot:=go1",
        "robots:=" + Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs"),
        "run:=" + folder,
        "metrics:=off");
    JointCommand command = new JointCommand(Bench.CONFIG.jointCount());
    while (!robot.takeCommand(command)) {
      assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
      Thread.sleep(10);
    }
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(status()).as(Files.readString(log())).isZero();
    assertThat(log()).content().doesNotContain("ERROR", "Exception");
    robot.takeCommand(command);
    Thread.sleep(200);
    assertThat(robot.takeCommand(command)).as("nobody commands any more").isFalse();
  }

  @Test
  void wrongParametersEndItWithStatusTwoAndASentence() throws Exception {
    start("robot:=go1");
    process.waitFor(60, TimeUnit.SECONDS);
    assertThat(status()).isEqualTo(2);
    assertThat(log()).content().contains("mbmpo_controller: parameter run is missing");
  }

  @Test
  void aMachineThatIsNotReadyEndsItWithStatusThree() throws Exception {
    start(
        "robots:=" + Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs"),
        "run:=" + folder,
        "record_mb:=0");
    process.waitFor(60, TimeUnit.SECONDS);
    assertThat(status()).isEqualTo(3);
    assertThat(log()).content().contains("no trusted key");
  }
}
