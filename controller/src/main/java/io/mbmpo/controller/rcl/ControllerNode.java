package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.RobotProcess;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttRobotEnd;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The controller as a ROS 2 node: the same controller, link and spool as {@code mbmpo robot} wires,
 * on a run folder of the same layout, reached by rcljava.
 */
public final class ControllerNode {
  private final NodeSettings settings;
  private final RobotConfig config;
  private final TopicNames names;
  private final Supplier<RclNode> open;
  private final NativeGrowth growth;
  private volatile boolean stop;
  private volatile Controller controller;

  /**
   * @param names namespace and remaps as rcl is told them
   * @param open makes the node, on the thread that will own it
   */
  public ControllerNode(
      NodeSettings settings, RobotConfig config, TopicNames names, Supplier<RclNode> open) {
    this.settings = settings;
    this.config = config;
    this.names = names;
    this.open = open;
    growth = new NativeGrowth(settings.nativeGrowthLimitMib());
  }

  /** Ends {@link #serve} in order: an episode under way is cut short and run again later. */
  public void stop() {
    stop = true;
    Controller running = controller;
    if (running != null) {
      running.stop();
    }
  }

  /** How much memory rcljava has lost. */
  public NativeGrowth growth() {
    return growth;
  }

  /**
   * Serves plans until {@link #stop}, or until too much memory is lost; in the end the robot is
   * limp and the node is shut down.
   *
   * @throws io.mbmpo.link.LinkException when keys or spool cannot be used
   * @throws RuntimeException what making the node threw
   */
  public void serve() throws InterruptedException {
    Task task = new WalkTask(config);
    Path run = settings.run();
    try (FolderLock lock = FolderLock.take(run.resolve("locks").resolve("robot.lock"));
        EpisodeSpool spool =
            new EpisodeSpool(run.resolve("spool").resolve("robot"), SpoolLimits.DEFAULT);
        MqttRobotEnd link =
            new MqttRobotEnd(
                LinkOptions.ofRobot(settings.broker(), config.name()),
                TrustedKeys.load(run.resolve("keys").resolve("trusted")),
                spool);
        RclRobotPort port = new RclRobotPort(open, config, config.ros2(), names, growth)) {
      ConditionFlags flags = new ConditionFlags();
      RolloutService service =
          new RolloutService(config, task, link, flags, run.resolve("controller"));
      controller = new Controller(config, task, port, flags);
      RealTimeLoop loop = new RealTimeLoop(controller, RobotClock::tickNanos);
      loop.start();
      link.start(service);
      try (StatusTopics status = new StatusTopics(controller, port)) {
        new RobotProcess(
                service, new RealTimeRunner(controller, loop, seed -> port.simulator().reset()))
            .serve(() -> stop || growth.exceeded());
      }
    }
  }
}
