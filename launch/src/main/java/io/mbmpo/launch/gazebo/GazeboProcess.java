package io.mbmpo.launch.gazebo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.process.Stoppable;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.gazebo.GazeboWire;
import io.mbmpo.sim.gazebo.Ground;
import io.mbmpo.sim.gazebo.SdfWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gazebo's server with a robot in it, as a process of its own. It ends with this process whatever
 * becomes of it: its standard input does.
 */
public final class GazeboProcess implements Stoppable, AutoCloseable {
  /** std_msgs/String, a fault to make; see docs/gazebo.md. */
  public static final String FAULT = "mbmpo/sim/fault";

  /** std_msgs/String, what became of it: {@code ok: …} or {@code refused: …}. */
  public static final String FAULT_DONE = "mbmpo/sim/fault_done";

  private static final Logger log = LoggerFactory.getLogger(GazeboProcess.class);
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final Pattern COLOUR = Pattern.compile("\\u001b\\[[0-9;]*m");
  private static final long READY_S = 120;
  private static final long GRACE_S = 5;
  private static final int TAIL = 15;

  private final Process process;
  private final Path folder;
  private final Path logFile;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread reader;

  /**
   * What is to be simulated.
   *
   * @param lockstep physics waits for the command of every tick; else real time
   * @param seed of the first start pose; each reset takes the next
   */
  public record Scene(
      RobotConfig robot,
      Ground ground,
      Ros2Config ros2,
      TopicNames names,
      boolean lockstep,
      long seed) {

    /** The world's SDF. */
    public String sdf() {
      Ros2Config.Topics topics = ros2.topics();
      return new SdfWriter(robot)
          .world(
              ground,
              new GazeboWire(
                  ros2.domainId(),
                  new GazeboWire.Topics(
                      names.dds(topics.jointStates()),
                      names.dds(topics.imu()),
                      names.dds(topics.odometry()),
                      names.dds(topics.commands()),
                      names.dds(SimulatorReset.REQUEST),
                      names.dds(SimulatorReset.DONE),
                      names.dds(FAULT),
                      names.dds(FAULT_DONE)),
                  lockstep,
                  seed));
    }
  }

  private GazeboProcess(Process process, Path folder, Path logFile, Consumer<String> lines) {
    this.process = process;
    this.folder = folder;
    this.logFile = logFile;
    reader = new Thread(() -> read(lines), "gazebo-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it and waits until the robot is on the wire.
   *
   * @param project root of the checkout
   * @param logFile all that Gazebo says
   * @param lines is told what the robot's plugin says
   * @throws LaunchException when it does not come up; the message ends with its last words
   */
  public static GazeboProcess start(
      GazeboRoot root, Path project, Scene scene, Path logFile, Consumer<String> lines)
      throws InterruptedException {
    Path plugin = GazeboPlugin.build(root, project);
    Path inside =
        root.work()
            .resolve("run-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet());
    Path folder = root.outside(inside);
    GazeboProcess gazebo;
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("world.sdf"), scene.sdf());
      Files.createDirectories(logFile.toAbsolutePath().getParent());
      gazebo =
          new GazeboProcess(
              builder(root, inside, plugin, scene.ros2()).start(), folder, logFile, lines);
    } catch (IOException e) {
      throw LaunchException.environment("cannot start Gazebo: " + e.getMessage(), e);
    }
    try {
      gazebo.awaitReady();
    } catch (RuntimeException | InterruptedException e) {
      gazebo.stop();
      throw e;
    }
    return gazebo;
  }

  private static ProcessBuilder builder(GazeboRoot root, Path inside, Path plugin, Ros2Config ros2)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(root.command(List.of("gzserver", "--verbose", inside + "/world.sdf")))
            .redirectErrorStream(true);
    builder.environment().put("HOME", inside.toString());
    builder.environment().put("GAZEBO_MASTER_URI", "http://127.0.0.1:" + freePort());
    builder.environment().put("GAZEBO_IP", "127.0.0.1");
    builder.environment().put("GAZEBO_MODEL_DATABASE_URI", "");
    builder.environment().put("ALSOFT_DRIVERS", "null"); // no sound
    builder.environment().put("GAZEBO_PLUGIN_PATH", plugin.toString());
    builder.environment().put("CYCLONEDDS_URI", cyclone(ros2.interfaces()));
    return builder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Cyclone DDS on the same interfaces as we are; it needs to be told to multicast on loopback. */
  static String cyclone(List<String> interfaces) {
    StringBuilder xml = new StringBuilder("<CycloneDDS><Domain Id=\"any\"><General>");
    if (!interfaces.contains("all")) {
      xml.append("<Interfaces>");
      for (String address : interfaces) {
        String multicast = address.startsWith("127.") ? " multicast=\"true\"" : "";
        xml.append("<NetworkInterface address=\"%s\"%s/>".formatted(address, multicast));
      }
      xml.append("</Interfaces>");
    }
    return xml.append("</General></Domain></CycloneDDS>").toString();
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader output =
            new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        PrintWriter file = new PrintWriter(Files.newBufferedWriter(logFile), true)) {
      for (String raw = output.readLine(); raw != null; raw = output.readLine()) {
        String line = COLOUR.matcher(raw).replaceAll("");
        file.println(line);
        said.add(line);
        if (said.size() > 2 * TAIL) {
          said.remove(0);
        }
        if (line.equals("mbmpo: ready")) {
          ready.countDown();
        } else if (line.startsWith("mbmpo: ")) {
          lines.accept(line.substring("mbmpo: ".length()));
        }
      }
    } catch (IOException e) {
      log.debug("Gazebo's output ended", e);
    }
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_S);
    while (!ready.await(100, TimeUnit.MILLISECONDS)) {
      if (!process.isAlive()) {
        reader.join(1000);
        throw LaunchException.environment(
            "Gazebo ended with status " + process.exitValue() + lastWords());
      }
      if (System.nanoTime() > end) {
        throw LaunchException.environment(
            "Gazebo was not ready after " + READY_S + " s" + lastWords());
      }
    }
  }

  /** Its last lines, for a message. */
  public String lastWords() {
    List<String> lines = List.copyOf(said);
    return " (log: "
        + logFile
        + "); it said last:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** kill −9; returns when it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it: asked first, then killed. */
  @Override
  public void stop() {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(GRACE_S, TimeUnit.SECONDS)) {
        kill();
      }
      reader.join(1000);
    } catch (InterruptedException e) {
      interrupted = true;
      kill();
    }
    if (Files.exists(folder)) {
      try {
        GazeboPlugin.delete(folder);
      } catch (UncheckedIOException e) {
        log.warn("{} is left behind", folder, e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
