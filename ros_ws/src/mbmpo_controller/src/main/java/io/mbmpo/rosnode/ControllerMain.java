package io.mbmpo.rosnode;

import io.mbmpo.controller.rcl.ControllerNode;
import io.mbmpo.controller.rcl.KnownRun;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private ControllerMain() {}

  public static void main(String[] line) {
    int status = run(List.of(line));
    ended.complete(status);
    System.exit(status);
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
    String namespace = KnownRun.of(settings.run()).ros2(config.ros2()).namespace();
    NodeArguments arguments = NodeArguments.parse(NODE, namespace, line);
    needNatives();
    ControllerNode node =
        new ControllerNode(
            settings,
            config,
            arguments.topicNames(),
            () -> RcljavaNode.open(arguments, settings),
            revision());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop-signal"));
    log.info(
        "{} in ROS domain {}", config.name(), System.getenv().getOrDefault("ROS_DOMAIN_ID", "0"));
    node.serve();
    return node.growth().exceeded()
        ? say(
            AGAIN,
            "rcljava has lost as much memory as native_growth_limit_mib allows: start me again")
        : OK;
  }

  /** Of the checkout that this was built from; an installed node is far from it. */
  private static String revision() {
    String built = ControllerMain.class.getPackage().getImplementationVersion();
    return built == null ? "unknown" : built;
  }

  /**
   * SIGINT and SIGTERM, on the shutdown thread: asks, waits until all is closed in order, and ends
   * the process with the status of that, as ROS expects of a node; Java's own would be 130 or 143.
   */
  private static void stop(ControllerNode node) {
    node.stop();
    int status = FAILED;
    try {
      status = ended.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println(NODE + ": not closed in order within " + PATIENCE_S + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
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
