package io.mbmpo.controller.rcl;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.CommandSlot;
import io.mbmpo.controller.wire.OperatorIntake;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.RosRobotPort;
import io.mbmpo.controller.wire.SensorIntake;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A robot on ROS 2 topics by rcljava. One thread makes the node and all on it, spins it and shuts
 * it down; another sends commands. The methods of {@link io.mbmpo.controller.port.RobotPort} belong
 * to the control thread, allocate nothing and wait for nobody.
 */
public final class RclRobotPort implements RosRobotPort {
  private static final long IDLE_NANOS = 100_000_000L;
  private static final double MIB = 1 << 20;

  private final RobotClock clock = new RobotClock();
  private final SensorIntake sensors;
  private final OperatorIntake operator;
  private final CommandSlot commands;
  private final NativeGrowth growth;
  private final SimulatorReset simulator;
  private final RclSpinner spinner;
  private final RclTopics topics;
  private final Thread spinning;
  private final Thread sending;
  private volatile boolean running = true;

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
    this.growth = growth;
    sensors = new SensorIntake(config, ros2.synchronizedClock(), clock);
    operator = new OperatorIntake(ros2.synchronizedClock(), clock, stop);
    commands = new CommandSlot(config, ros2);
    simulator = new SimulatorReset(this::simulatorListens, this::requestReset);
    CompletableFuture<RclTopics> made = new CompletableFuture<>();
    sending = new Thread(this::sendCommands, "rcl-commands");
    sending.setDaemon(true);
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
            this::stopSending);
    spinning = new Thread(() -> spinner.live(made), "rcl");
    spinning.setDaemon(true);
    spinning.start();
    try {
      topics = made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    sending.start();
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
  public boolean take(JointState into) {
    boolean fresh = sensors.take(into);
    if (fresh) {
      commands.measured(into);
    }
    return fresh;
  }

  @Override
  public boolean take(ImuState into) {
    return sensors.take(into);
  }

  @Override
  public boolean take(OdometryState into) {
    return sensors.take(into);
  }

  @Override
  public boolean take(OperatorInput into) {
    return operator.take(into);
  }

  @Override
  public void send(JointCommand command) {
    commands.put(command);
    LockSupport.unpark(sending);
  }

  private void sendCommands() {
    Float64MultiArrayMessage message = commands.create();
    while (running) {
      if (commands.take(message)) {
        topics.commands.write(message);
      } else {
        LockSupport.parkNanos(IDLE_NANOS);
      }
      clock.measureNowAndThen();
    }
  }

  /** On the spinning thread, before it shuts the node down. */
  private void stopSending() {
    running = false;
    LockSupport.unpark(sending);
    joinUninterrupted(sending);
  }

  @Override
  public void publish(DiagnosticArrayMessage message) {
    topics.diagnostics.write(message);
  }

  @Override
  public void publish(StringMessage message) {
    topics.status.write(message);
  }

  @Override
  public long rosNanos() {
    return clock.toWall(RobotClock.tickNanos());
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
    figures.put("rcljava_lost_mib", String.format(Locale.ROOT, "%.1f", growth.bytes() / MIB));
    figures.put("rcljava_spin_errors", Long.toString(spinner.errors()));
    return new WireStatus(
        List.of(), topics.topics(), Map.of(), 0, sensors.stampAgeS(), figures, alarms);
  }

  @Override
  public void close() {
    spinner.stop();
    joinUninterrupted(spinning);
  }

  private static void joinUninterrupted(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
