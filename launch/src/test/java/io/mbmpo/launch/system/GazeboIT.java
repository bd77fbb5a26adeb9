package io.mbmpo.launch.system;

import static io.mbmpo.launch.system.Go1InGazebo.CONFIG;
import static io.mbmpo.launch.system.Go1InGazebo.ROS2;
import static io.mbmpo.launch.system.Go1InGazebo.STANDING_M;
import static io.mbmpo.launch.system.Go1InGazebo.TASK;
import static io.mbmpo.launch.system.Go1InGazebo.await;
import static io.mbmpo.launch.system.Go1InGazebo.between;
import static io.mbmpo.launch.system.Go1InGazebo.rollout;
import static io.mbmpo.launch.system.Go1InGazebo.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.evaluate.StandTrial;
import io.mbmpo.launch.evaluate.Standing;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.FaultTopic;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.gazebo.LockstepRobot;
import io.mbmpo.link.Episode;
import io.mbmpo.robotconfigs.JointConfig;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gazebo, really run: the controller on the ROS 2 wire against a Go1 in Gazebo. In lockstep, so
 * that a busy machine changes nothing but the time it takes.
 */
@Tag("gazebo")
class GazeboIT {
  private static final int HZ = CONFIG.control().tickRateHz();
  @TempDir static Path folder;
  private static GazeboRobot gazebo;

  private final Set<Mode> modes = EnumSet.noneOf(Mode.class);
  private int runTicks;
  private double highestM;

  /** What happens at a tick under the policy, counted from 1. */
  private interface Events {
    void at(int tick) throws InterruptedException;
  }

  @BeforeAll
  static void startGazebo() throws Exception {
    gazebo = start(folder, "lockstep", true);
  }

  @AfterAll
  static void endGazebo() {
    if (gazebo != null) {
      gazebo.close();
    }
  }

  private static Controller controller() {
    return new Controller(CONFIG, TASK, gazebo.lockstep(), gazebo.flags());
  }

  /** Resets, stands up, runs the policy, with events; comes back when the robot lies still. */
  private Episode run(Controller controller, double seconds, Events events) {
    runTicks = 0;
    highestM = 0;
    modes.clear();
    PreparedRollout rollout = rollout("it", seconds);
    new Lockstep(controller, gazebo.lockstep(), (ticked, now) -> watch(ticked, events))
        .run(rollout);
    return rollout.episode();
  }

  private void watch(Controller controller, Events events) {
    modes.add(controller.mode());
    highestM = Math.max(highestM, heightM());
    if (controller.mode() == Mode.RUN) {
      try {
        events.at(++runTicks);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static double heightM() {
    return gazebo.lockstep().odometry().position[2];
  }

  private static FaultTopic faults() {
    return gazebo.faults();
  }

  @Test
  void aRobotThatHasLearnedNothingStands() {
    Standing standing = new StandTrial(CONFIG, TASK, 3).inGazebo(gazebo);
    assertThat(standing.stands()).as(standing.end()).isTrue();
    assertThat(standing.heightM()).isBetween(STANDING_M, standing.stanceHeightM() + 0.01);
    assertThat(standing.effortNm()).as("measured").isNotZero();
  }

  @Test
  void itStandsUpAndThePretrainedPolicyWalks() {
    double[] startX = new double[1];
    Episode episode =
        run(
            controller(),
            6,
            tick -> {
              if (tick == 1) {
                assertThat(heightM()).as("stands").isGreaterThan(STANDING_M);
                startX[0] = gazebo.lockstep().odometry().position[0];
              }
            });
    assertThat(episode.end()).isEqualTo(EpisodeBuffer.HORIZON);
    assertThat(modes).contains(Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING);
    double wayM = gazebo.lockstep().odometry().position[0] - startX[0];
    assertThat(wayM / 6).as("m/s").isGreaterThan(0.6);
  }

  @Test
  void aPushItCanTakeDoesNotStopIt() {
    Episode episode =
        run(
            controller(),
            6,
            tick -> {
              if (tick == 2 * HZ) {
                faults().make("push 0 80 0 0.1");
              }
            });
    assertThat(episode.end()).isEqualTo(EpisodeBuffer.HORIZON);
  }

  @Test
  void thrownOverItDampsTriesToGetUpAndWalksAgainAfterAReset() {
    Controller controller = controller();
    Episode fallen =
        run(
            controller,
            6,
            tick -> {
              if (tick == 2 * HZ) {
                faults().make("push 0 600 100 0.2");
              }
            });
    assertThat(fallen.end()).isIn(EpisodeBuffer.FALL, Condition.TILT.title());
    assertThat(fallen.terminated()).isTrue();
    assertThat(modes).contains(Mode.DAMPING);
    assertThat(controller.mode()).isIn(Mode.DAMPING, Mode.OFF);

    Episode lying = runFromWhereItLies(controller, 1);
    assertThat(modes).as("folds its legs").contains(Mode.RECOVER);
    assertThat(lying.end()).isIn(EpisodeBuffer.HORIZON, Condition.RECOVERY_FAILED.title());
    controller.clear(); // as the operator does

    Episode again = run(controller, 2, tick -> {});
    assertThat(again.end()).as("%s, %d ticks", modes, runTicks).isEqualTo(EpisodeBuffer.HORIZON);
  }

  @Test
  void pressedToTheGroundItStandsUpFromWhereItLies() {
    Controller controller = controller();
    Episode pressed =
        run(
            controller,
            6,
            tick -> {
              if (tick == HZ) {
                faults().make("push 0 0 -700 0.3");
              }
            });
    assertThat(pressed.end()).isNotEqualTo(EpisodeBuffer.HORIZON);
    double lyingM = heightM();
    assertThat(lyingM).as("lies").isLessThan(CONFIG.safety().minHeightM());

    Episode again = runFromWhereItLies(controller, 1);
    assertThat(highestM).as("stood").isGreaterThan(STANDING_M);
    assertThat(again.end()).isEqualTo(EpisodeBuffer.HORIZON);
  }

  /** Without a reset. */
  private Episode runFromWhereItLies(Controller controller, double seconds) {
    PreparedRollout next = rollout("again", seconds);
    assertThat(controller.offer(next)).isTrue();
    modes.clear();
    highestM = 0;
    for (int tick = 0; tick < 40 * HZ && !controller.idle(); tick++) {
      gazebo.lockstep().step();
      controller.tick(gazebo.lockstep().nowNanos());
      modes.add(controller.mode());
      highestM = Math.max(highestM, heightM());
    }
    assertThat(controller.takeFinished()).isSameAs(next);
    return next.episode();
  }

  @Test
  void theEmergencyStopOnTheWireLetsItGoLimp() {
    Controller controller = controller();
    DdsWriter<BoolMessage> button =
        gazebo
            .port()
            .participant()
            .writer(
                new TopicNames("lockstep", Map.of()).dds(ROS2.topics().emergencyStop()),
                new BoolMessage(),
                Qos.RELIABLE);
    BoolMessage pressed = new BoolMessage();
    try {
      await("the button", () -> button.matched() > 0);
      Episode episode =
          run(
              controller,
              8,
              tick -> {
                if (tick > HZ && tick % 50 == 0) {
                  pressed.data = true;
                  button.write(pressed);
                }
              });
      assertThat(episode.end()).isEqualTo(Condition.EMERGENCY_STOP.title());
      assertThat(controller.mode()).isEqualTo(Mode.ESTOP);
      assertThat(heightM()).as("has sunk").isLessThan(0.7 * STANDING_M);
    } finally {
      pressed.data = false;
      button.write(pressed);
    }
  }

  @Test
  void withoutImuTheControllerDamps() {
    Episode episode =
        run(
            controller(),
            6,
            tick -> {
              if (tick == HZ) {
                faults().make("imu off");
              }
            });
    assertThat(episode.end()).isEqualTo(Condition.IMU_STALE.title());
  }

  @Test
  void aFrozenJointStaysWhereItIsWhateverItIsTold() {
    int knee = 2;
    double[] frozen = new double[1];
    double[] farthest = new double[1];
    JointState joints = new JointState(CONFIG.jointCount());
    run(
        controller(),
        3,
        tick -> {
          gazebo.lockstep().take(joints);
          if (tick == HZ) {
            faults().make("freeze " + CONFIG.joints().get(knee).name());
          } else if (tick == HZ + HZ / 10) {
            frozen[0] = joints.position[knee];
          } else if (tick > HZ + HZ / 10) {
            farthest[0] = Math.max(farthest[0], Math.abs(joints.position[knee] - frozen[0]));
          }
        });
    assertThat(runTicks).isGreaterThan(HZ + HZ / 5);
    assertThat(farthest[0]).as("moved, rad").isLessThan(0.05);
  }

  @Test
  void aLoadOnItsBackIsFeltInItsKnees() throws Exception {
    LockstepRobot robot = gazebo.lockstep();
    robot.reset(1);
    double empty = kneeTorque(robot, JointConfig::crouchRad, 3 * HZ);
    faults().make("payload 6");
    double loaded = kneeTorque(robot, JointConfig::stanceRad, 2 * HZ);
    double massKg = CONFIG.model().links().stream().mapToDouble(link -> link.massKg()).sum();
    assertThat(heightM()).as("stands").isGreaterThan(0.8 * STANDING_M);
    assertThat(loaded / empty).isGreaterThan(1 + 0.5 * 6 / massKg);
  }

  /** Goes to the stance within a second, and stays; sum over the knees at the end, N·m. */
  private static double kneeTorque(
      LockstepRobot robot, ToDoubleFunction<JointConfig> start, int ticks) {
    JointState joints = new JointState(CONFIG.jointCount());
    JointCommand command = new JointCommand(CONFIG.jointCount());
    for (int tick = 1; tick <= ticks; tick++) {
      between(start, 1.0 * tick / HZ, command);
      robot.send(command);
      robot.step();
      robot.take(joints);
    }
    double sum = 0;
    for (int i = 0; i < joints.effort.length; i++) {
      sum += CONFIG.joints().get(i).name().endsWith("_calf_joint") ? Math.abs(joints.effort[i]) : 0;
    }
    return sum;
  }

  @Test
  void aFaultThatMakesNoSenseIsRefusedByName() {
    gazebo.lockstep().reset(1);
    assertThatThrownBy(() -> faults().make("freeze FR_elbow"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("no joint \"FR_elbow\"");
    assertThatThrownBy(() -> faults().make("push 1 2 3")).hasMessageContaining("push wants");
    assertThatThrownBy(() -> faults().make("explode")).hasMessageContaining("no fault \"explode\"");
  }
}
