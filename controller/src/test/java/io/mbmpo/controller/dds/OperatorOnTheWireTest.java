package io.mbmpo.controller.dds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.GrantsNothing;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage.Status;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.status.ControllerReports;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.robotconfigs.OperatorConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator somewhere on the network, and a controller by the clock. */
class OperatorOnTheWireTest {
  private static final OperatorConfig BUTTONS = Bench.CONFIG.onboard().operator();

  private final ConditionFlags flags = new ConditionFlags();
  private final EmergencyStop stop = new EmergencyStop(flags);
  private final BoolMessage pressed = new BoolMessage();
  private final JoyMessage joy = new JoyMessage();
  private DdsRobotPort port;
  private Controller controller;
  private RealTimeLoop loop;
  private DdsParticipant operator;
  private DdsWriter<BoolMessage> stops;
  private DdsWriter<JoyMessage> joys;

  @BeforeEach
  void startBoth() {
    port = Wire.port(Wire.config(), stop);
    controller = new Controller(Bench.CONFIG, Bench.TASK, port, flags);
    loop = new RealTimeLoop(controller, DdsRobotPort::nowNanos, new GrantsNothing());
    loop.start();
    operator = Wire.participant("operator");
    stops = operator.writer(Wire.NAMES.dds("e_stop"), pressed, Qos.RELIABLE);
    joys = operator.writer(Wire.NAMES.dds("joy"), joy, Qos.RELIABLE);
    Wire.await("e_stop", () -> stops.matched() == 1 && Wire.matched(port, "e_stop") == 1);
    Wire.await("joy", () -> joys.matched() == 1 && Wire.matched(port, "joy") == 1);
  }

  @AfterEach
  void endBoth() {
    loop.close();
    operator.close();
    port.close();
  }

  private void press(int... buttons) {
    joy.header.stamp(port.rosNanos());
    joy.buttonCount = 32;
    Arrays.fill(joy.buttons, 0);
    for (int button : buttons) {
      joy.buttons[button] = 1;
    }
    joys.write(joy);
  }

  private void awaitTicks() {
    long ticks = loop.report().allLateness().count();
    Wire.await("ticks", () -> loop.report().allLateness().count() > ticks + 10);
  }

  @Test
  void theEmergencyStopTopicStopsTheRobotUntilItIsReleasedAndTheHandControllerClears() {
    pressed.data = true;
    stops.write(pressed);
    Wire.await("stop", () -> controller.mode() == Mode.ESTOP);
    assertThat(stop.pressed()).containsExactly(EmergencyStop.Source.TOPIC);

    press(BUTTONS.deadmanButton(), BUTTONS.clearButton());
    Wire.await("button", () -> Wire.topic(port, "joy").messages() > 0);
    awaitTicks(); // seen while the stop is pressed, not in the tick that sees its release
    pressed.data = false;
    stops.write(pressed);
    Wire.await("release", () -> stop.pressed().isEmpty());
    awaitTicks();
    assertThat(controller.mode()).as("released, not cleared").isEqualTo(Mode.ESTOP);

    Wire.await(
        "clear",
        () -> {
          boolean down = DdsRobotPort.nowNanos() / 50_000_000 % 2 == 0;
          press(BUTTONS.deadmanButton(), down ? BUTTONS.clearButton() : BUTTONS.deadmanButton());
          return controller.mode() == Mode.OFF;
        });
  }

  @Test
  void diagnosticsTellOfTheStopAndOfTheControlThread() {
    Map<String, Map<String, String>> heard = new ConcurrentHashMap<>();
    operator.reader(
        Wire.NAMES.dds("/diagnostics"),
        new DiagnosticArrayMessage(),
        Qos.RELIABLE_LAST,
        message -> {
          for (int i = 0; i < message.statusCount; i++) {
            heard.put(message.statuses[i].name.toString(), values(message.statuses[i]));
          }
        });
    try (ControllerReports reports =
            new ControllerReports(controller, stop, () -> "a plan", Optional.of(loop));
        StatusTopics topics = new StatusTopics(reports, port)) {
      reports.start();
      pressed.data = true;
      stops.write(pressed);
      Wire.await(
          "stop",
          () ->
              heard
                  .getOrDefault("mbmpo: controller", Map.of())
                  .getOrDefault("mode", "")
                  .equals("ESTOP"));
      Map<String, String> said = heard.get("mbmpo: controller");
      assertThat(said)
          .containsEntry("level", Integer.toString(Status.ERROR))
          .containsEntry("message", "emergency stop")
          .containsEntry("emergency_stops", "[TOPIC]")
          .containsEntry("waiting_for", "a plan");
      Wire.await("control thread", () -> heard.containsKey("mbmpo: control thread"));
      assertThat(heard.get("mbmpo: control thread"))
          .hasEntrySatisfying("lateness_us", p -> assertThat(p).startsWith("p50 "))
          .hasEntrySatisfying("compute_us", p -> assertThat(p).contains("p99.9 "))
          .containsKey("deadlines_missed");
      assertThat(heard).containsKey("mbmpo: wire");
    }
  }

  private static Map<String, String> values(Status status) {
    Map<String, String> values = new TreeMap<>();
    values.put("level", Integer.toString(status.level));
    values.put("message", status.message.toString());
    for (int i = 0; i < status.keys.length; i++) {
      values.put(status.keys.values[i].toString(), status.values.values[i].toString());
    }
    return values;
  }
}
