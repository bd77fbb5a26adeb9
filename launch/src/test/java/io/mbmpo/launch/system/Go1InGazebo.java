package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.gazebo.Ground;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** A Go1 in Gazebo, in a ROS domain of this test run, and the policy that it was delivered with. */
final class Go1InGazebo {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  static final RobotConfig CONFIG =
      RobotConfigLoader.load(ROOT.resolve("robot-configs").resolve("go1"));
  static final WalkTask TASK = new WalkTask(CONFIG);
  static final Ros2Config ROS2 =
      CONFIG.ros2().withDomain(100 + (int) (ProcessHandle.current().pid() % 90));

  /** Its trunk is higher only when it stands, m. */
  static final double STANDING_M = 0.24;

  private static final SignedPolicy POLICY =
      SignedPolicy.load(
          ROOT.resolve("robot-configs/go1/pretrained/policy.snapshot"), null, CONFIG, TASK);

  private Go1InGazebo() {}

  /**
   * Starts Gazebo with the robot in it; skips the test where there is no Gazebo.
   *
   * @param folder for its log
   */
  static GazeboRobot start(Path folder, String namespace, boolean lockstep)
      throws InterruptedException {
    TopicNames names = new TopicNames(namespace, Map.of());
    Scene scene = new Scene(CONFIG, Ground.FLAT, ROS2.withNamespace(namespace), names, lockstep, 1);
    return GazeboRobot.start(
        GazeboHere.find(), ROOT, scene, folder.resolve(namespace + ".log"), line -> {});
  }

  /** So many seconds of the policy. */
  static PreparedRollout rollout(String id, double seconds) {
    RolloutPlan.Rollout mean =
        new RolloutPlan.Rollout(
            id,
            POLICY.snapshot().version(),
            RolloutPlan.Exploration.DETERMINISTIC,
            1,
            (int) (seconds * CONFIG.control().policyRateHz()));
    return new PreparedRollout(
        CONFIG, TASK, POLICY.snapshot().runId(), 0, mean, POLICY.snapshot(), POLICY.digest());
  }

  /** On the way from {@code start} to the stance; there from a share of 1 on. */
  static void between(ToDoubleFunction<JointConfig> start, double share, JointCommand into) {
    for (int i = 0; i < into.position.length; i++) {
      JointConfig joint = CONFIG.joints().get(i);
      double from = start.applyAsDouble(joint);
      into.position[i] = from + Math.min(1, share) * (joint.stanceRad() - from);
    }
  }

  /** Waits until something has come true; two minutes at most. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
