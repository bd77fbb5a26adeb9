package io.mbmpo.controller.rcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.Ros2Config.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** What only a port on rcljava can get wrong. */
class RclRobotPortTest {
  private static final int JOINTS = Bench.CONFIG.jointCount();
  private static final String COMMANDS = Ros2Config.DEFAULT.topics().commands();
  private static final TopicNames NAMES = new TopicNames("lab", Map.of());
  private static final int PATIENCE_MS = 20_000;

  private final JointState joints = new JointState(JOINTS);
  private final JointCommand command = new JointCommand(JOINTS);
  private final NativeGrowth growth = new NativeGrowth(1);
  private final ConditionFlags flags = new ConditionFlags();
  private final EmergencyStop stop = new EmergencyStop(flags);
  private final AtomicReference<LoopbackNode> loopback = new AtomicReference<>();
  private RclRobotPort port;

  @AfterEach
  void leave() {
    if (port != null) {
      port.close();
    }
  }

  private LoopbackNode open(Ros2Config ros2) {
    open(
        ros2,
        () -> {
          loopback.set(new LoopbackNode());
          return loopback.get();
        });
    return loopback.get();
  }

  private void open(Ros2Config ros2, Supplier<RclNode> node) {
    port = new RclRobotPort(node, Bench.CONFIG, ros2, NAMES, stop, growth);
  }

  /** A node that does nothing, and of which all publishers are one. */
  private static RclNode node(RclPublisher publisher) {
    RclNode node = mock(RclNode.class);
    when(node.ok()).thenReturn(true);
    when(node.publisher(any(), any(), any())).thenReturn(publisher);
    doAnswer(
            call -> {
              LockSupport.parkNanos(1_000_000);
              return null;
            })
        .when(node)
        .spinOnce(anyLong());
    return node;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(end);
      LockSupport.parkNanos(100_000);
    }
  }

  private WireStatus.Topic topic(String name) {
    return port.status().topics().stream()
        .filter(t -> t.name().equals(NAMES.ros(name)))
        .findAny()
        .orElseThrow();
  }

  /** All joints of the robot, last one first, between two that it does not have. */
  private static JointStateMessage reversed() {
    JointStateMessage message = new JointStateMessage();
    List<String> names =
        new ArrayList<>(Bench.CONFIG.joints().stream().map(JointConfig::name).toList());
    Collections.reverse(names);
    names.add(0, "tail");
    names.add("jaw");
    for (int i = 0; i < names.size(); i++) {
      message.name.values[i].set(names.get(i));
      message.position.values[i] = i;
      message.velocity.values[i] = 10 + i;
    }
    message.name.length = names.size();
    message.position.length = names.size();
    message.velocity.length = names.size();
    return message;
  }

  @Test
  void jointsAreFoundByNameInWhateverOrderAndCompany() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    node.deliver("joint_states", reversed());

    await("joints", () -> port.take(joints));
    for (int i = 0; i < JOINTS; i++) {
      assertThat(joints.position[i]).isEqualTo(JOINTS - i);
      assertThat(joints.velocity[i]).isEqualTo(10 + JOINTS - i);
      assertThat(joints.effort[i]).isZero();
    }
  }

  @Test
  void jointStatesThatLackAJointOrAValueAreRefusedAndCounted() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    JointStateMessage lacking = reversed();
    lacking.name.values[3].set("other");
    JointStateMessage unmoving = reversed();
    unmoving.velocity.length = 0;
    node.deliver("joint_states", lacking);
    node.deliver("joint_states", lacking);
    node.deliver("joint_states", unmoving);

    await(
        "refusals",
        () ->
            topic("joint_states")
                .refused()
                .equals(Map.of(Refusal.JOINTS, 2L, Refusal.LENGTHS, 1L)));
    assertThat(port.take(joints)).isFalse();
    assertThat(port.status().troubles())
        .contains("/lab/joint_states: 2 refused, joints missing or named twice");
  }

  @Test
  void stampsAreBelievedOrNotAsConfigured() {
    for (boolean synchronizedClock : new boolean[] {true, false}) {
      LoopbackNode node = open(RclBench.config(Command.POSITION, synchronizedClock, false, true));
      ImuMessage message = new ImuMessage();
      message.header.stamp(port.rosNanos() - 3_000_000_000L);
      long before = RobotClock.tickNanos();
      node.deliver("imu/data", message);
      ImuState imu = new ImuState();
      await("IMU", () -> port.take(imu));
      double earlierS = (before - imu.stampNanos) * 1e-9;
      if (synchronizedClock) {
        assertThat(earlierS).isBetween(2.9, 3.1);
      } else {
        assertThat(earlierS).isLessThanOrEqualTo(0);
      }
      assertThat(port.status().troubles()).anyMatch(t -> t.contains("ros2.clock: arrival"));
      port.close();
    }
  }

  @Test
  void qosIsTheSameAsOnTheOtherWire() {
    RclNode usual = node(mock(RclPublisher.class));
    open(RclBench.config(Command.POSITION), () -> usual);
    verify(usual).subscribe(eq("joint_states"), eq(RosType.JOINT_STATE), eq(Qos.SENSOR), any());
    verify(usual).subscribe(eq("imu/data"), eq(RosType.IMU), eq(Qos.SENSOR), any());
    verify(usual).subscribe(eq("odom"), eq(RosType.ODOMETRY), eq(Qos.SENSOR), any());
    verify(usual).subscribe(eq("joy"), eq(RosType.JOY), eq(Qos.SENSOR), any());
    verify(usual).subscribe(eq("e_stop"), eq(RosType.BOOL), eq(Qos.RELIABLE), any());
    verify(usual).publisher(COMMANDS, RosType.FLOAT64_MULTI_ARRAY, Qos.RELIABLE);
    verify(usual).publisher("/diagnostics", RosType.DIAGNOSTIC_ARRAY, Qos.RELIABLE_LAST);
    verify(usual).publisher("mbmpo/status", RosType.STRING, Qos.LATCHED);
    port.close();

    RclNode unusual = node(mock(RclPublisher.class));
    open(RclBench.config(Command.POSITION, true, true, false), () -> unusual);
    verify(unusual).subscribe(eq("odom"), any(), eq(Qos.SENSOR.reliable(true)), any());
    verify(unusual).publisher(COMMANDS, RosType.FLOAT64_MULTI_ARRAY, Qos.RELIABLE.reliable(false));
  }

  @Test
  void oneThreadMakesSpinsAndShutsDownAndInThisOrder() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    RclPublisher publisher = mock(RclPublisher.class);
    RclNode node = node(publisher);
    doAnswer(
            call -> {
              threads.add(Thread.currentThread());
              return null;
            })
        .when(node)
        .shutdown();
    open(
        RclBench.config(Command.POSITION),
        () -> {
          threads.add(Thread.currentThread());
          return node;
        });
    port.send(command);
    verify(publisher, timeout(PATIENCE_MS)).publish(any(Float64MultiArrayMessage.class));
    port.close();
    port.send(command);
    port.publish(new StringMessage());
    port.close();

    assertThat(threads).hasSize(2);
    assertThat(threads.get(1)).isSameAs(threads.get(0)).isNotSameAs(Thread.currentThread());
    InOrder order = inOrder(node, publisher);
    order.verify(node).subscribe(eq("joint_states"), any(), any(), any());
    order.verify(node).publisher(eq("mbmpo/sim/reset"), any(), any());
    order.verify(node, atLeastOnce()).spinOnce(anyLong());
    order.verify(node).shutdown();
    order.verifyNoMoreInteractions();
    InOrder end = inOrder(node, publisher);
    end.verify(publisher).publish(any());
    end.verify(node).shutdown();
    end.verifyNoMoreInteractions();
  }

  @Test
  void aMessageThatCannotBePublishedIsCountedAndTheNextOneTried() {
    RclPublisher publisher = mock(RclPublisher.class);
    RclNode node = node(publisher);
    open(RclBench.config(Command.POSITION), () -> node);
    doThrow(new IllegalStateException("no memory")).when(publisher).publish(any());
    port.send(command);
    await(
        "failure",
        () ->
            port.status()
                .troubles()
                .contains("/lab/" + COMMANDS + ": 1 messages failed in rcljava, see the log"));
    assertThat(topic(COMMANDS).messages()).isZero();

    clearInvocations(publisher);
    doAnswer(call -> null).when(publisher).publish(any());
    port.send(command);
    await("success", () -> topic(COMMANDS).messages() == 1);
  }

  @Test
  void theEmergencyStopTopicPressesTheStopUntilItReleasesIt() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    BoolMessage pressed = new BoolMessage();
    pressed.data = true;
    node.deliver("e_stop", pressed);
    await("stop", () -> flags.bits() == Condition.EMERGENCY_STOP.bit());
    assertThat(stop.pressed()).containsExactly(EmergencyStop.Source.TOPIC);

    pressed.data = false;
    node.deliver("e_stop", pressed);
    await("release", () -> flags.bits() == 0);
  }

  @Test
  void aHandControllersOldMessageIsOldAndAnUnstampedOneIsNew() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    OperatorInput sent = new OperatorInput();
    OperatorInput input = new OperatorInput();
    node.deliver("joy", RclBench.joy(sent, port.rosNanos() - 30_000_000_000L));
    await("joy", () -> port.take(input));
    assertThat((RobotClock.tickNanos() - input.stampNanos) * 1e-9).isGreaterThan(29);

    long before = RobotClock.tickNanos();
    node.deliver("joy", RclBench.joy(sent, 0));
    await("joy", () -> port.take(input));
    assertThat(input.stampNanos).isBetween(before, RobotClock.tickNanos());
  }

  @Test
  void anExceptionInACallbackEndsNothing() {
    EmergencyStop broken = new EmergencyStop(null); // a mock of a class would slow down every tick
    AtomicReference<LoopbackNode> made = new AtomicReference<>();
    port =
        new RclRobotPort(
            () -> {
              made.set(new LoopbackNode());
              return made.get();
            },
            Bench.CONFIG,
            RclBench.config(Command.POSITION),
            NAMES,
            broken,
            growth);
    made.get().deliver("e_stop", new BoolMessage());
    made.get().deliver("joy", new JoyMessage());

    await("joy", () -> port.take(new OperatorInput()));
    assertThat(port.status().troubles())
        .contains("/lab/e_stop: 1 messages failed in rcljava, see the log");
  }

  @Test
  void aSpinThatFailsIsCountedAndTriedAgain() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    node.deliver(
        () -> {
          throw new IllegalStateException("Failed to wait on wait set");
        });
    node.deliver("joint_states", reversed());

    await("joints", () -> port.take(joints));
    assertThat(port.status().figures()).containsEntry("rcljava_spin_errors", "1");
    assertThat(port.status().troubles()).doesNotContain("spinning fails, see the log");
  }

  @Test
  void aContextThatSomebodyElseShutsDownIsTold() {
    RclNode node = node(mock(RclPublisher.class));
    open(RclBench.config(Command.POSITION), () -> node);
    doReturn(false).when(node).ok(); // the other form minds that other threads ask the node

    await(
        "trouble",
        () -> port.status().troubles().contains("the node is gone, see the log; restart it"));
    verify(node, timeout(PATIENCE_MS)).shutdown();
  }

  @Test
  void aNodeThatCannotBeMadeIsTheCallersException() {
    assertThatThrownBy(
            () ->
                open(
                    RclBench.config(Command.POSITION),
                    () -> {
                      throw new IllegalStateException("no middleware");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no middleware");
  }

  @Test
  void aNodeThatCannotBeFurnishedIsShutDownAgain() {
    RclNode node = node(mock(RclPublisher.class));
    when(node.publisher(eq("mbmpo/status"), any(), any()))
        .thenThrow(new IllegalStateException("bad topic"));
    assertThatThrownBy(() -> open(RclBench.config(Command.POSITION), () -> node))
        .hasMessage("bad topic");
    verify(node, timeout(PATIENCE_MS)).shutdown();
    verify(node, never()).spinOnce(anyLong());
  }

  @Test
  void whatIsLostIsCountedAndToldWhenItIsTooMuch() {
    RclNode node = node(mock(RclPublisher.class));
    doAnswer(call -> null).when(node).spinOnce(anyLong());
    open(RclBench.config(Command.POSITION), () -> node);
    await("a MiB", growth::exceeded);

    assertThat(port.status().troubles()).anyMatch(t -> t.contains("native_growth_limit_mib"));
    assertThat(Double.parseDouble(port.status().figures().get("rcljava_lost_mib")))
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void twoRobotsOnTheSameTopicsAreReported() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    node.others("/lab/joint_states", 2);

    await(
        "report",
        () ->
            port.status()
                .troubles()
                .contains("/lab/joint_states has 2 publishers: two robots in one domain?"));
  }

  @Test
  void aSimulatorIsAskedOnlyIfItListens() {
    LoopbackNode node = open(RclBench.config(Command.POSITION));
    List<Boolean> asked = new CopyOnWriteArrayList<>();
    node.listen(
        "mbmpo/sim/reset",
        new BoolMessage(),
        message -> {
          asked.add(message.data);
          node.deliver("mbmpo/sim/reset_done", message);
        });
    port.simulator().reset();
    assertThat(asked).isEmpty();
    assertThat(port.status().figures()).containsEntry("taken_for", "robot");

    node.others("/lab/mbmpo/sim/reset", 1);
    await("simulator", port.simulator()::simulated);
    port.simulator().reset();
    assertThat(asked).containsExactly(true);
    assertThat(port.status().figures()).containsEntry("taken_for", "simulator");
  }
}
