package io.mbmpo.controller.rcl;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.RosRobotPort;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A robot on ROS 2 topics by rcljava. One thread makes the node and all on it, spins it and shuts
 * it down.
 */
public final class RclRobotPort extends RosRobotPort {
  private static final double MIB = 1 << 20;

  private final NativeGrowth growth;
  private final SimulatorReset simulator;
  private final RclSpinner spinner;
  private final RclTopics topics;
  private final Thread spinning;

  /**
   * Makes the node and joins the robot's domain.
   *
   * @param open makes the node, on the thread that will own it
   * @param names namespace and remaps as rcl was told them, to tell people whole names
   * @param stop pressed and released by its topic
   * @throws RuntimeException what making the node threw
   */
  public RclRobotPort(
      Supplier<RclNode> open,
      RobotConfig config,
      Ros2Config ros2,
      TopicNames names,
      EmergencyStop stop,
      NativeGrowth growth) {
    super(config, ros2, stop, "rcl-commands");
    this.growth = growth;
    simulator = new SimulatorReset(this::simulatorListens, this::requestReset);
    CompletableFuture<RclTopics> made = new CompletableFuture<>();
    spinner =
        new RclSpinner(
            open,
            node ->
                new RclTopics(
                    node,
                    ros2,
                    names,
                    growth,
                    sensors,
                    operator,
                    answer -> simulator.answered(answer.data)),
            growth,
            this::stopSending); // on the spinning thread, before it shuts the node down
    spinning = new Thread(() -> spinner.live(made), "rcl");
    spinning.setDaemon(true);
    spinning.start();
    try {
      topics = made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    startSending();
  }

  private boolean simulatorListens() {
    return topics.heard(topics.resetRequest);
  }

  private void requestReset() {
    BoolMessage message = new BoolMessage();
    message.data = true;
    topics.resetRequest.write(message);
  }

  @Override
  protected void write(Float64MultiArrayMessage command) {
    topics.commands.write(command);
  }

  @Override
  public void publish(DiagnosticArrayMessage message) {
    topics.diagnostics.write(message);
  }

  @Override
  public void publish(StringMessage message) {
    topics.status.write(message);
  }

  /** A simulator on this wire, if there is one. */
  public SimulatorReset simulator() {
    return simulator;
  }

  @Override
  public WireStatus status() {
    List<String> alarms = new ArrayList<>(topics.failures());
    spinner.trouble().ifPresent(alarms::add);
    if (growth.exceeded()) {
      alarms.add(
          String.format(
              Locale.ROOT,
              "rcljava has lost %.0f MiB of memory, more than native_growth_limit_mib: restart the"
                  + " node",
              growth.bytes() / MIB));
    }
    Map<String, String> figures = new TreeMap<>();
    figures.put(WireStatus.TAKEN_FOR, simulator.takenFor().text());
    figures.put("rcljava_lost_mib", String.format(Locale.ROOT, "%.1f", growth.bytes() / MIB));
    figures.put("rcljava_spin_errors", Long.toString(spinner.errors()));
    return new WireStatus(
        List.of(), topics.topics(), Map.of(), 0, sensors.stampAgeS(), figures, alarms);
  }

  @Override
  public void close() {
    spinner.stop();
    Uninterruptibles.joinUninterruptibly(spinning);
  }
}
