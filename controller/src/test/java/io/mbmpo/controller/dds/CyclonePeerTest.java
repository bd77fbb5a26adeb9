package io.mbmpo.controller.dds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port against a DDS that is not Fast DDS: what a ROS 2 robot on Cyclone would be. */
class CyclonePeerTest {
  private static final int JOINTS = Bench.CONFIG.jointCount();
  private static final String DOMAIN = Integer.toString(Wire.DOMAIN);
  private static final String COMMANDS = Ros2Config.DEFAULT.topics().commands();

  private final JointState joints = new JointState(JOINTS);
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private DdsRobotPort port;

  @AfterEach
  void leave() {
    if (port != null) {
      port.close();
    }
  }

  /** A robot on Cyclone whose joints are named last one first. */
  private static String[] robot(String reliability) {
    List<String> arguments = new ArrayList<>(List.of("robot", DOMAIN, "rt/", reliability, "100"));
    List<String> names =
        new ArrayList<>(Bench.CONFIG.joints().stream().map(JointConfig::name).toList());
    Collections.reverse(names);
    arguments.addAll(names);
    return arguments.toArray(String[]::new);
  }

  private void awaitSensors() {
    Wire.await("joint state", () -> port.take(joints));
    Wire.await("IMU sample", () -> port.take(imu));
    Wire.await("odometry", () -> port.take(odometry));
  }

  private String commandEcho(CyclonePeer peer, double value) {
    JointCommand command = new JointCommand(JOINTS);
    Arrays.fill(command.position, value);
    String line = "command \\d+:( " + value + "){" + JOINTS + "}";
    Wire.await(
        "command " + value,
        () -> {
          port.send(command);
          return peer.lines().stream().anyMatch(l -> l.matches(line));
        });
    return line;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reliable", "best_effort"})
  void sensorsComeInAndCommandsGoOut(String reliability) throws InterruptedException {
    port = Wire.port(Wire.config());
    try (CyclonePeer peer = CyclonePeer.start(robot(reliability))) {
      awaitSensors();
      for (int i = 0; i < JOINTS; i++) {
        int place = JOINTS - 1 - i;
        assertThat(joints.position[i]).isBetween(0.01 * (place + 1), 0.01 * (place + 1) + 1e-4);
        assertThat(joints.velocity[i]).isEqualTo(0.1 * (place + 1));
        assertThat(joints.effort[i]).isEqualTo(1.0 * (place + 1));
      }
      assertThat(imu.linearAcceleration[2]).isEqualTo(9.81);
      assertThat(odometry.position[2]).isEqualTo(0.3);
      assertThat(Math.abs(DdsRobotPort.nowNanos() - joints.stampNanos) * 1e-9).isLessThan(5);
      commandEcho(peer, 0.125);
      assertThat(port.status().peers()).isNotEmpty();
    }
  }

  @Test
  void aPeerWithoutMulticastIsFoundToo() throws InterruptedException {
    port = Wire.port(Wire.config());
    try (CyclonePeer peer = CyclonePeer.startWithoutMulticast(robot("reliable"))) {
      awaitSensors();
      commandEcho(peer, 0.25);
    }
  }

  @Test
  void whoComesSecondIsFoundWhicheverItIs() throws InterruptedException {
    try (CyclonePeer peer = CyclonePeer.start(robot("reliable"))) {
      peer.await("ready", "ready"::equals);
      port = Wire.port(Wire.config());
      awaitSensors();
      commandEcho(peer, 0.5);
    }
  }

  @Test
  void aPeerThatIsKilledIsGoneAfterItsLeaseAndHeardAgainWhenItIsBack() throws InterruptedException {
    port = Wire.port(Wire.config());
    CyclonePeer killed = CyclonePeer.start(robot("reliable"));
    awaitSensors();
    killed.kill();
    Wire.await("the lease", () -> Wire.matched(port, "joint_states") == 0);
    assertThat(port.status().peers()).isEmpty();
    while (port.take(joints)) {
      assertThat(joints.position[0]).isPositive(); // what was still under way
    }
    try (CyclonePeer back = CyclonePeer.start(robot("reliable"))) {
      awaitSensors();
      commandEcho(back, 0.75);
    }
  }

  @Test
  void theEmergencyStopIsHeardPressedAndReleased() throws InterruptedException {
    EmergencyStop stop = new EmergencyStop(new ConditionFlags());
    port = Wire.port(Wire.config(), stop);
    try (CyclonePeer peer = CyclonePeer.start("bool", DOMAIN, "rt/e_stop")) {
      peer.await("ready", "ready"::equals);
      Wire.await(
          "press",
          () -> {
            peer.say("1");
            return stop.pressed().contains(EmergencyStop.Source.TOPIC);
          });
      peer.say("0");
      Wire.await("release", () -> stop.pressed().isEmpty());
    }
  }

  @Test
  void aSensorThatIsNotReliableEnoughIsReported() throws InterruptedException {
    Ros2Config strict =
        new Ros2Config(
            Wire.DOMAIN,
            "",
            List.of("127.0.0.1"),
            2,
            true,
            true,
            true,
            Ros2Config.Command.POSITION,
            List.of(),
            Ros2Config.DEFAULT.topics());
    port = Wire.port(strict);
    try (CyclonePeer peer = CyclonePeer.start(robot("best_effort"))) {
      peer.await("ready", "ready"::equals);
      Wire.await(
          "report",
          () -> port.status().troubles().stream().anyMatch(t -> t.contains("rt/joint_states")));
      assertThat(port.take(joints)).isFalse();
    }
  }

  @Test
  void aListenerThatAsksForKeptCommandsIsReported() throws InterruptedException {
    port = Wire.port(Wire.config());
    try (CyclonePeer peer =
        CyclonePeer.start("listen", DOMAIN, "rt/" + COMMANDS, "reliable", "transient_local")) {
      peer.await("ready", "ready"::equals);
      Wire.await(
          "report",
          () -> port.status().troubles().stream().anyMatch(t -> t.contains("rt/" + COMMANDS)));
      assertThat(Wire.matched(port, COMMANDS)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "600", "100000"})
  void randomPayloadsOfAnySizeAreSurvived(String size) throws InterruptedException {
    int count = size.equals("100000") ? 50 : 5000; // ten thousand in all, and some too large
    port = Wire.port(Wire.config());
    long oversize = port.status().oversize();
    try (CyclonePeer peer =
        CyclonePeer.start(
            "raw",
            DOMAIN,
            "rt/joint_states",
            RosType.JOINT_STATE.ddsName(),
            size,
            Integer.toString(count),
            "1")) {
      peer.await("sent", ("sent " + count)::equals);
      Wire.await("refusals", () -> port.status().oversize() > oversize || refusals() > 0);
    }
    assertThat(port.take(joints)).isFalse();
    try (CyclonePeer peer = CyclonePeer.start(robot("reliable"))) {
      awaitSensors();
      commandEcho(peer, 0.375);
    }
  }

  private long refusals() {
    return Wire.topic(port, "joint_states").refused().values().stream().mapToLong(n -> n).sum();
  }

  @Test
  void goldenBytesAreStillWhatCycloneWrites() throws IOException, InterruptedException {
    try (CyclonePeer peer = CyclonePeer.start("golden")) {
      peer.await("the last", line -> line.startsWith(RosType.DIAGNOSTIC_ARRAY.rosName()));
      assertThat(peer.lines()).hasSize(RosType.values().length);
      byte[] file;
      try (InputStream in = RosType.class.getResourceAsStream("golden.txt")) {
        file = in.readAllBytes();
      }
      List<String> golden =
          new String(file, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      assertThat(peer.lines()).containsExactlyInAnyOrderElementsOf(golden);
    }
  }
}
