package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.gazebo.Ground;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was identified of a robot is felt in Gazebo as it is in the embedded simulator. */
@Tag("gazebo")
class GazeboOverlayIT {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final RobotConfig DESCRIBED =
      RobotConfigLoader.load(ROOT.resolve("robot-configs").resolve("go1"));
  private static final Ros2Config ROS2 =
      DESCRIBED.ros2().withDomain(100 + (int) (ProcessHandle.current().pid() % 90));
  private static final int HIP = 0;
  private static final double STEP_RAD = 0.3;
  private static final int COMMAND_TICKS = 6;
  private static final int SENSOR_TICKS = 2;
  private static final int SETTLE_TICKS = 500;

  @TempDir static Path folder;
  private static GazeboRoot root;

  /**
   * A hip's answer to a step of its target.
   *
   * @param ticks from the command to the first reading of it
   * @param fastestRadS highest speed in the tenth of a second that follows
   * @param effortNm greatest torque that the drive believed to give
   */
  private record Answer(int ticks, double fastestRadS, double effortNm) {}

  @BeforeAll
  static void findGazebo() throws Exception {
    root = GazeboHere.find();
  }

  private static RobotConfig with(double dry, double viscous, double strength, double ticks) {
    double tickS = 1e-9 * DESCRIBED.control().tickPeriodNanos();
    IdentifiedConfig identified =
        new IdentifiedConfig(
            DESCRIBED.joints().stream().collect(Collectors.toMap(JointConfig::name, j -> dry)),
            DESCRIBED.joints().stream().collect(Collectors.toMap(JointConfig::name, j -> viscous)),
            strength,
            ticks == 0 ? 0 : COMMAND_TICKS * tickS,
            ticks == 0 ? 0 : SENSOR_TICKS * tickS);
    return DESCRIBED.with(DESCRIBED.simulation().with(identified), DESCRIBED.estimator());
  }

  private static Answer inGazebo(String name, RobotConfig robot) throws InterruptedException {
    TopicNames names = new TopicNames(name, Map.of());
    Scene scene = new Scene(robot, Ground.FLAT, ROS2.withNamespace(name), names, true, 1);
    try (GazeboRobot gazebo =
        GazeboRobot.start(root, ROOT, scene, folder.resolve(name + ".log"), line -> {})) {
      return answer(gazebo.lockstep(), gazebo.lockstep());
    }
  }

  private static Answer embedded(RobotConfig robot) {
    InProcessPort port = new InProcessPort(robot.jointCount());
    return answer(new SimulatedQuadruped(robot, SimulationOptions.nominal(), port), port);
  }

  private static Answer answer(SteppedRobot robot, RobotPort port) {
    JointState joints = new JointState(DESCRIBED.jointCount());
    JointCommand command = new JointCommand(DESCRIBED.jointCount());
    robot.reset(1);
    for (int i = 0; i < command.position.length; i++) {
      JointConfig joint = DESCRIBED.joints().get(i);
      command.position[i] = joint.crouchRad();
      command.kp[i] = joint.kpNmRad();
      command.kd[i] = joint.kdNmsRad();
    }
    double before = 0;
    int ticks = 0;
    double fastest = 0;
    double effort = 0;
    // One command a tick: in lockstep a second one is anybody's, this tick's or the next.
    for (int tick = -SETTLE_TICKS; tick < 60 + COMMAND_TICKS + SENSOR_TICKS; tick++) {
      robot.step();
      port.take(joints);
      if (tick == 0) {
        before = joints.position[HIP];
        command.position[HIP] -= STEP_RAD;
      } else if (tick > 0) {
        if (ticks == 0 && Math.abs(joints.position[HIP] - before) > 1e-4) {
          ticks = tick;
        }
        fastest = Math.max(fastest, Math.abs(joints.velocity[HIP]));
        effort = Math.max(effort, Math.abs(joints.effort[HIP]));
      }
      port.send(command);
    }
    return new Answer(ticks, fastest, effort);
  }

  @Test
  void delaysStrengthAndFrictionAreFeltAsInTheEmbeddedSimulator() throws InterruptedException {
    Answer described = inGazebo("described", with(0.1, 0.01, 1, 0));
    Answer late = inGazebo("late", with(0.1, 0.01, 1, 1));
    Answer weak = inGazebo("weak", with(0.1, 0.01, 0.6, 0));
    Answer rough = inGazebo("rough", with(3, 0.5, 1, 0));

    assertThat(late.ticks() - described.ticks()).isEqualTo(COMMAND_TICKS + SENSOR_TICKS);
    assertThat(late.ticks()).isEqualTo(embedded(with(0.1, 0.01, 1, 1)).ticks());

    Answer reference = embedded(with(0.1, 0.01, 1, 0));
    assertThat(weak.fastestRadS() / described.fastestRadS())
        .isLessThan(0.95)
        .isCloseTo(
            embedded(with(0.1, 0.01, 0.6, 0)).fastestRadS() / reference.fastestRadS(), within(0.1));
    assertThat(weak.effortNm())
        .as("a drive does not know that its motor is weak, and that its joint lags it sees")
        .isGreaterThan(described.effortNm());

    // The embedded simulator lets so much dry friction fade near standstill, Gazebo does not.
    assertThat(rough.fastestRadS() / described.fastestRadS())
        .isLessThan(0.9)
        .isCloseTo(
            embedded(with(3, 0.5, 1, 0)).fastestRadS() / reference.fastestRadS(), within(0.2));
  }
}
