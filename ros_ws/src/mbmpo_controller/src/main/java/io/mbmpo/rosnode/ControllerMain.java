package io.mbmpo.rosnode;

import io.mbmpo.controller.rcl.ControllerNode;
import io.mbmpo.controller.rcl.NodeArguments;
import io.mbmpo.controller.rcl.NodeSettings;
import io.mbmpo.link.LinkException;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigException;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ros2 run mbmpo_controller controller}. Exit status as {@code mbmpo} has it: 0 done; 1 it
 * failed; 2 wrong parameters or configuration; 3 the machine must be put right first; and 75, start
 * me again: rcljava has lost as much memory as it may.
 */
public final class ControllerMain {
  private static final Logger log = LoggerFactory.getLogger(ControllerMain.class);
  private static final String NODE = "mbmpo_controller";
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;
  private static final int AGAIN = 75;
  private static final long PATIENCE_S = 8;

  private ControllerMain() {}

  public static void main(String[] line) {
    System.exit(run(List.of(line)));
  }

  private static int run(List<String> line) {
    try {
      return serve(line);
    } catch (IllegalArgumentException | RobotConfigException e) {
      return say(USAGE, e.getMessage());
    } catch (LinkException | UncheckedIOException | IllegalStateException e) {
      return say(ENVIRONMENT, e.getMessage());
    } catch (InterruptedException | RuntimeException e) {
      log.error("ended by", e);
      return say(FAILED, "unexpected error: " + e);
    }
  }

  private static int say(int status, String sentence) {
    System.err.println(NODE + ": " + sentence);
    return status;
  }

  private static int serve(List<String> line) throws InterruptedException {
    String robots = System.getProperty("mbmpo.robots", "");
    NodeSettings settings =
        NodeSettings.of(
            NodeArguments.parse(NODE, "", line), robots.isEmpty() ? null : Path.of(robots));
    RobotConfig config =
        RobotConfigLoader.load(RobotConfigLoader.find(settings.robots(), settings.robot()));
    NodeArguments arguments = NodeArguments.parse(NODE, config.ros2().namespace(), line);
    needNatives();
    ControllerNode node =
        new ControllerNode(
            settings, config, arguments.topicNames(), () -> RcljavaNode.open(arguments, settings));
    CountDownLatch over = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, over), "stop-signal"));
    try {
      log.info(
          "{} in ROS domain {}", config.name(), System.getenv().getOrDefault("ROS_DOMAIN_ID", "0"));
      node.serve();
    } finally {
      over.countDown();
    }
    return node.growth().exceeded()
        ? say(
            AGAIN,
            "rcljava has lost as much memory as native_growth_limit_mib allows: start me again")
        : OK;
  }

  /** SIGINT and SIGTERM, on the shutdown thread: asks, and waits until all is closed in order. */
  private static void stop(ControllerNode node, CountDownLatch over) {
    node.stop();
    try {
      over.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** rcljava itself would end the process without a word of help. */
  private static void needNatives() {
    String library = System.mapLibraryName("org_ros2_rcljava_rcl_java__jni");
    for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
      if (Files.exists(Path.of(folder, library))) {
        return;
      }
    }
    throw new IllegalStateException(
        library + " is not on LD_LIBRARY_PATH: source the workspace's setup.bash first");
  }
}
