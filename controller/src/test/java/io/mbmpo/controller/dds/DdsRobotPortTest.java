package io.mbmpo.controller.dds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a port on a wire can get wrong. */
class DdsRobotPortTest {
  private static final int JOINTS = Bench.CONFIG.jointCount();
  private static final String TOPIC = "joint_states";

  private final JointState joints = new JointState(JOINTS);
  private final JointCommand command = new JointCommand(JOINTS);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void leave() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.add(resource);
    return resource;
  }

  private DdsRobotPort port(Ros2Config ros2) {
    return closing(Wire.port(ros2));
  }

  private DdsWriter<JointStateMessage> jointWriter(DdsRobotPort port) {
    DdsWriter<JointStateMessage> writer =
        closing(Wire.participant("joints"))
            .writer(Wire.NAMES.dds(TOPIC), new JointStateMessage(), Qos.RELIABLE);
    Wire.await("joints", () -> writer.matched() == 1 && Wire.matched(port, TOPIC) == 1);
    return writer;
  }

  /** All joints of the robot, last one first, between two that it does not have. */
  private static JointStateMessage reversed(long stamp) {
    JointStateMessage message = new JointStateMessage();
    message.header.stamp(stamp);
    List<String> names =
        new ArrayList<>(Bench.CONFIG.joints().stream().map(JointConfig::name).toList());
    Collections.reverse(names);
    names.add(0, "tail");
    names.add("jaw");
    for (int i = 0; i < names.size(); i++) {
      message.name.values[i].set(names.get(i));
      message.position.values[i] = i;
      message.velocity.values[i] = 10 + i;
      message.effort.values[i] = 20 + i;
    }
    message.name.length = names.size();
    message.position.length = names.size();
    message.velocity.length = names.size();
    message.effort.length = names.size();
    return message;
  }

  @Test
  void jointsAreFoundByNameInWhateverOrderAndCompany() {
    DdsRobotPort port = port(Wire.config());
    jointWriter(port).write(reversed(port.rosNanos()));

    Wire.await("joints", () -> port.take(joints));
    for (int i = 0; i < JOINTS; i++) {
      assertThat(joints.position[i]).isEqualTo(JOINTS - i);
      assertThat(joints.velocity[i]).isEqualTo(10 + JOINTS - i);
      assertThat(joints.effort[i]).isEqualTo(20 + JOINTS - i);
    }
  }

  @Test
  void effortThatIsNotMeasuredCountsAsZero() {
    DdsRobotPort port = port(Wire.config());
    DdsWriter<JointStateMessage> writer = jointWriter(port);
    JointStateMessage message = reversed(port.rosNanos());
    message.effort.length = 0;
    writer.write(message);
    Wire.await("joints", () -> port.take(joints));
    assertThat(joints.effort).containsOnly(0);

    message = reversed(port.rosNanos());
    Arrays.fill(message.effort.values, Double.NaN);
    writer.write(message);
    Wire.await("joints", () -> port.take(joints));
    assertThat(joints.effort).containsOnly(0);
  }

  @Test
  void jointStatesThatLackAJointOrAValueAreRefusedAndCounted() {
    DdsRobotPort port = port(Wire.config());
    DdsWriter<JointStateMessage> writer = jointWriter(port);
    JointStateMessage lacking = reversed(0);
    lacking.name.values[3].set("other");
    JointStateMessage twice = reversed(0);
    twice.name.values[0].set(twice.name.values[1]);
    JointStateMessage unmoving = reversed(0);
    unmoving.velocity.length = 0;
    writer.write(lacking);
    writer.write(twice);
    writer.write(unmoving);

    Wire.await(
        "refusals",
        () ->
            Wire.topic(port, TOPIC)
                .refused()
                .equals(Map.of(Refusal.JOINTS, 2L, Refusal.LENGTHS, 1L)));
    assertThat(port.take(joints)).isFalse();
    assertThat(port.status().troubles())
        .contains("rt/joint_states: 2 refused, joints missing or named twice");
  }

  @Test
  void stampsAreBelievedOrNotAsConfigured() {
    DdsRobotPort believing = port(Wire.config());
    Ros2Config arrival =
        new Ros2Config(
            Wire.DOMAIN,
            "",
            List.of("127.0.0.1"),
            2,
            false,
            false,
            true,
            Ros2Config.Command.POSITION,
            List.of(),
            Ros2Config.DEFAULT.topics());
    DdsRobotPort doubting = port(arrival);
    DdsWriter<JointStateMessage> writer =
        closing(Wire.participant("joints"))
            .writer(Wire.NAMES.dds(TOPIC), new JointStateMessage(), Qos.RELIABLE);
    Wire.await("both", () -> writer.matched() == 2);
    Wire.await("both", () -> Wire.matched(believing, TOPIC) + Wire.matched(doubting, TOPIC) == 2);
    writer.write(reversed(believing.rosNanos() - 3_000_000_000L));

    Wire.await("joints", () -> believing.take(joints));
    assertThat((DdsRobotPort.nowNanos() - joints.stampNanos) * 1e-9).isBetween(2.9, 10.0);
    assertThat(believing.status().troubles()).anyMatch(t -> t.contains("ros2.clock: arrival"));
    long before = DdsRobotPort.nowNanos();
    Wire.await("joints", () -> doubting.take(joints));
    assertThat((before - joints.stampNanos) * 1e-9).isLessThan(2.9);
  }

  @Test
  void aPositionCommandIsPositionsInTheOrderOfTheRobotsController() {
    List<String> order =
        new ArrayList<>(Bench.CONFIG.joints().stream().map(JointConfig::name).toList());
    Collections.reverse(order);
    Ros2Config.Topics topics = Ros2Config.DEFAULT.topics();
    Ros2Config reversed =
        new Ros2Config(
            Wire.DOMAIN,
            "",
            List.of("127.0.0.1"),
            2,
            true,
            false,
            true,
            Ros2Config.Command.POSITION,
            order,
            topics);
    DdsRobotPort port = port(reversed);
    DdsRobotEnd robot = closing(new DdsRobotEnd("robot", Bench.CONFIG, reversed, Wire.NAMES));
    DdsRobotEnd plain = closing(new DdsRobotEnd("robot", Bench.CONFIG, Wire.config(), Wire.NAMES));
    Wire.await("robots", () -> Wire.matched(port, topics.commands()) == 2);
    Wire.await("robots", () -> robot.commanders() + plain.commanders() == 2);
    JointCommand sent = new JointCommand(JOINTS);
    for (int i = 0; i < JOINTS; i++) {
      sent.position[i] = i;
    }
    port.send(sent);

    Wire.await("command", () -> robot.takeCommand(command));
    assertThat(command.position).containsExactly(sent.position);
    assertThat(command.kp[0]).isEqualTo(Bench.CONFIG.joints().get(0).kpNmRad());
    Wire.await("command", () -> plain.takeCommand(command));
    assertThat(command.position[0]).isEqualTo(JOINTS - 1);
  }

  @Test
  void anEffortCommandIsTheDrivesLawOnTheNewestJointState() {
    Ros2Config ros2 = Wire.config(Ros2Config.Command.EFFORT);
    DdsRobotPort port = port(ros2);
    DdsRobotEnd robot = closing(new DdsRobotEnd("robot", Bench.CONFIG, ros2, Wire.NAMES));
    Wire.await("robot", () -> Wire.matched(port, TOPIC) == 1 && robot.listeners() == 1);
    Wire.await("robot", () -> robot.commanders() == 1);
    Wire.await("robot", () -> Wire.matched(port, ros2.topics().commands()) == 1);
    JointState state = new JointState(JOINTS);
    state.stampNanos = DdsRobotPort.nowNanos();
    state.position[1] = 0.25;
    state.velocity[1] = -0.5;
    robot.publish(state);
    Wire.await("joints", () -> port.take(joints));
    JointCommand sent = new JointCommand(JOINTS);
    sent.position[1] = 0.5;
    sent.kp[1] = 40;
    sent.kd[1] = 2;
    sent.effort[1] = 0.125;
    sent.position[2] = 1000;
    sent.kp[2] = 40;
    port.send(sent);

    Wire.await("command", () -> robot.takeCommand(command));
    assertThat(command.effort[0]).isZero();
    assertThat(command.effort[1]).isCloseTo(40 * 0.25 + 2 * 0.5 + 0.125, within(1e-12));
    assertThat(command.effort[2]).isEqualTo(Bench.CONFIG.joints().get(2).effortLimitNm());
    assertThat(command.kp).containsOnly(0);
  }

  @Test
  void sendingToNobodyReturnsAtOnce() {
    DdsRobotPort port = port(Wire.config());
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            port.send(command);
          }
        });
  }

  @Test
  void closingWhileMessagesArriveDoesNotHang() {
    DdsRobotPort first = port(Wire.config());
    DdsWriter<JointStateMessage> writer = jointWriter(first);
    AtomicBoolean over = new AtomicBoolean();
    Thread flood =
        new Thread(
            () -> {
              JointStateMessage message = reversed(0);
              while (!over.get()) {
                writer.write(message);
                LockSupport.parkNanos(500_000);
              }
            });
    flood.setDaemon(true);
    flood.start();
    assertTimeoutPreemptively(
        Duration.ofMinutes(3),
        () -> {
          for (int i = 0; i < 3; i++) {
            DdsRobotPort port = port(Wire.config());
            Wire.await("flood", () -> Wire.topic(port, TOPIC).messages() > 3);
            port.close();
          }
          over.set(true);
          flood.join();
        });
  }

  @Test
  void aStatusIsKeptForThoseWhoComeLater() {
    DdsRobotPort port = port(Wire.config());
    StringMessage status = new StringMessage();
    status.data.set("first");
    port.publish(status);
    status.data.set("last");
    port.publish(status);
    AtomicReference<String> heard = new AtomicReference<>();
    closing(Wire.participant("late"))
        .reader(
            Wire.NAMES.dds("mbmpo/status"),
            new StringMessage(),
            Qos.LATCHED,
            message -> heard.set(message.data.toString()));

    Wire.await("status", () -> "last".equals(heard.get()));
  }

  @Test
  void peersAreNamedAndGoneWhenTheyLeave() {
    DdsRobotPort port = port(Wire.config());
    DdsParticipant peer = Wire.participant("spot");
    Wire.await("peer", () -> port.status().peers().stream().anyMatch(p -> p.name().equals("spot")));
    peer.close();
    Wire.await(
        "goodbye", () -> port.status().peers().stream().noneMatch(p -> p.name().equals("spot")));
  }

  @Test
  void twoRobotsInOneDomainAreReported() {
    DdsRobotPort port = port(Wire.config());
    jointWriter(port);
    closing(Wire.participant("other"))
        .writer(Wire.NAMES.dds(TOPIC), new JointStateMessage(), Qos.RELIABLE);

    Wire.await("second robot", () -> Wire.matched(port, TOPIC) == 2);
    assertThat(port.status().troubles())
        .contains("rt/joint_states has 2 publishers: two robots in one domain?");
  }

  private DdsWriter<JoyMessage> joyWriter(DdsRobotPort port) {
    DdsWriter<JoyMessage> writer =
        closing(Wire.participant("joy")).writer("rt/joy", new JoyMessage(), Qos.RELIABLE);
    Wire.await("joy", () -> writer.matched() == 1 && Wire.matched(port, "joy") == 1);
    return writer;
  }

  @Test
  void axesAndButtonsThatADeviceLacksAreAtRestAndThoseBeyondAreDropped() {
    DdsRobotPort port = port(Wire.config());
    DdsWriter<JoyMessage> writer = joyWriter(port);
    JoyMessage joy = new JoyMessage();
    joy.header.stamp(port.rosNanos());
    joy.axisCount = 64;
    joy.buttonCount = 64;
    Arrays.fill(joy.axes, 0.5f);
    Arrays.fill(joy.buttons, 1);
    joy.buttons[3] = 0;
    writer.write(joy);
    OperatorInput input = new OperatorInput();
    Wire.await("joy", () -> port.take(input));
    assertThat(input.axes).containsOnly(0.5f);
    assertThat(input.buttons).isEqualTo(~(1 << 3));

    joy.axisCount = 1;
    joy.buttonCount = 2;
    writer.write(joy);
    Wire.await("joy", () -> port.take(input) && input.buttons == 3);
    assertThat(input.axes).containsExactly(0.5f, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aHandControllersOldMessageIsOldAndAnUnstampedOneIsNew() {
    DdsRobotPort port = port(Wire.config());
    DdsWriter<JoyMessage> writer = joyWriter(port);
    OperatorInput input = new OperatorInput();
    JoyMessage joy = new JoyMessage();
    joy.header.stamp(port.rosNanos() - 30_000_000_000L);
    writer.write(joy);
    Wire.await("joy", () -> port.take(input));
    assertThat((DdsRobotPort.nowNanos() - input.stampNanos) * 1e-9).isGreaterThan(29);

    joy.header.stamp(0);
    long before = DdsRobotPort.nowNanos();
    writer.write(joy);
    Wire.await("joy", () -> port.take(input));
    assertThat(input.stampNanos).isBetween(before, DdsRobotPort.nowNanos());
  }

  @Test
  void payloadsOfAnotherTypeAreSurvivedAndCounted() {
    DdsRobotPort port = port(Wire.config());
    RawMessage raw = new RawMessage(new JointStateMessage().maxBytes());
    DdsWriter<RawMessage> writer =
        closing(Wire.participant("raw")).writer(Wire.NAMES.dds(TOPIC), raw, Qos.RELIABLE);
    Wire.await("raw", () -> writer.matched() == 1 && Wire.matched(port, TOPIC) == 1);
    raw.content = new JoyMessage();
    writer.write(raw);
    Wire.await("refusal", () -> !Wire.topic(port, TOPIC).refused().isEmpty());
    assertThat(port.take(joints)).isFalse();

    raw.content = reversed(port.rosNanos());
    writer.write(raw);
    Wire.await("joints", () -> port.take(joints));
  }

  @Test
  void anInterfaceThatIsNotThisMachinesIsRefusedWithWhatToDo() {
    assertThatThrownBy(
            () -> new DdsParticipant("x", Wire.DOMAIN, List.of("203.0.113.7"), 2).close())
        .isInstanceOf(DdsException.class)
        .hasMessageContainingAll("203.0.113.7", "ip addr");
  }

  @Test
  void aPeerThatAsksForMoreThanIsOfferedIsReported() {
    DdsRobotPort port = port(Wire.config());
    closing(Wire.participant("asks"))
        .reader(
            Wire.NAMES.dds(Ros2Config.DEFAULT.topics().commands()),
            new Float64MultiArrayMessage(),
            Qos.LATCHED,
            message -> {});

    Wire.await(
        "report",
        () ->
            port.status().troubles().stream()
                .anyMatch(t -> t.contains("rt/forward_position_controller/commands")));
  }
}
