package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.status.ControllerReports;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator as a robot on the wire. */
class SimulatorRoleTest {
  private static final RobotConfig CONFIG =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));
  private static final TopicNames NAMES = new TopicNames("sim_test", Map.of());
  private static final Ros2Config ROS2 =
      CONFIG.ros2().withDomain(10 + (int) (ProcessHandle.current().pid() % 90));

  private final JointState joints = new JointState(CONFIG.jointCount());
  private final AtomicBoolean stop = new AtomicBoolean();
  private final ConditionFlags flags = new ConditionFlags();
  private final EmergencyStop emergencyStop = new EmergencyStop(flags);
  private SimulatorRole simulator;
  private DdsRobotPort port;
  private Thread thread;

  @BeforeEach
  void startBoth() {
    simulator = new SimulatorRole(CONFIG, SimulationOptions.nominal(), ROS2, NAMES, 1);
    thread = new Thread(() -> simulator.run(stop::get), "simulator");
    thread.start();
    port = new DdsRobotPort("test", CONFIG, ROS2, NAMES, emergencyStop);
  }

  @AfterEach
  void endBoth() throws InterruptedException {
    stop.set(true);
    thread.join();
    port.close();
    simulator.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void itsJointsGoWhereTheyAreToldAndItsDrivesLetGoWhenNobodyTells() {
    JointConfig knee = CONFIG.joints().get(2);
    JointCommand command = new JointCommand(CONFIG.jointCount());
    for (int i = 0; i < command.position.length; i++) {
      command.position[i] = CONFIG.joints().get(i).stanceRad();
    }
    await(
        "the stance",
        () -> {
          port.send(command);
          return port.take(joints) && Math.abs(joints.position[2] - knee.stanceRad()) < 0.3;
        });

    // Nobody commands any more: the drives damp, and it sinks back under its weight.
    await(
        "letting go",
        () -> port.take(joints) && Math.abs(joints.position[2] - knee.stanceRad()) > 0.5);
  }

  @Test
  void itIsPutBackOnTheGroundWhenAskedAndSaysSo() {
    SimulatorReset reset = port.simulator(NAMES);
    await("joints", () -> port.take(joints));
    long before = simulator.steps();
    await("some time", () -> simulator.steps() > before + 10);
    long asked = DdsRobotPort.nowNanos();
    reset.reset(); // a controller that has just joined finds it first
    assertThat(reset.takenFor()).isEqualTo(SimulatorReset.OtherEnd.SIMULATOR);
    assertThat(port.status().figures()).containsEntry("taken_for", "simulator");

    await("joints after it", () -> port.take(joints) && joints.stampNanos > asked);
    for (int i = 0; i < joints.position.length; i++) {
      assertThat(joints.position[i]).isCloseTo(CONFIG.joints().get(i).crouchRad(), within(0.3));
    }
  }

  @Test
  void noReadingComesBeforeItsTime() {
    for (int reading = 0; reading < 300; reading++) {
      await("a reading", () -> port.take(joints));
      assertThat(joints.stampNanos).isLessThanOrEqualTo(DdsRobotPort.nowNanos());
    }
  }

  @Test
  void theControllersStatusIsOnTheWire() {
    Controller controller = new Controller(CONFIG, new WalkTask(CONFIG), port, flags);
    AtomicReference<String> status = new AtomicReference<>("");
    try (DdsParticipant onlooker =
            new DdsParticipant("onlooker", ROS2.domainId(), List.of("127.0.0.1"), 5);
        ControllerReports reports =
            new ControllerReports(controller, emergencyStop, () -> "a plan", Optional.empty());
        StatusTopics topics = new StatusTopics(reports, port)) {
      onlooker.reader(
          NAMES.dds(ROS2.topics().status()),
          new StringMessage(),
          Qos.LATCHED,
          message -> status.set(message.data.toString()));
      await(
          "status",
          () ->
              status.get().contains("peer: mbmpo_sim_go1")
                  && status.get().contains("in: rt/sim_test/joint_states, matched 1"));
      assertThat(status.get())
          .contains("robot: go1", "mode: OFF", "failsafe: none", "waiting for: a plan");
    }
  }
}
