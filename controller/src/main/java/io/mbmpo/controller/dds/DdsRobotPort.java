package io.mbmpo.controller.dds;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A robot on ROS 2 topics. Samples are decoded on the threads of DDS and handed over lock-free;
 * commands are handed to a thread that sends them. The methods of {@link RobotPort} belong to the
 * control thread, allocate nothing and wait for nobody, also when there is no robot.
 */
public final class DdsRobotPort implements RobotPort, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DdsRobotPort.class);
  private static final long IDLE_NANOS = 100_000_000L;

  private final DdsParticipant participant;
  private final SensorTopics sensors;
  private final RobotClock clock = new RobotClock();
  private final OperatorTopics operator;
  private final Handoff<JointCommand> commands;
  private final CommandArray array;
  private final DdsWriter<Float64MultiArrayMessage> commandWriter;
  private final DdsWriter<DiagnosticArrayMessage> diagnostics;
  private final DdsWriter<StringMessage> statuses;
  private volatile boolean running = true;
  private final Thread sender;

  // Control thread only.
  private final boolean effort;
  private final double[] effortLimit;
  private final JointState joints;
  private final JointCommand outgoing;

  /**
   * Joins the robot's domain.
   *
   * @param name what peers see of this process
   * @param names namespace and remaps
   * @param stop pressed and released by its topic
   * @throws DdsException when it cannot
   */
  public DdsRobotPort(
      String name, RobotConfig config, Ros2Config ros2, TopicNames names, EmergencyStop stop) {
    int n = config.jointCount();
    effort = ros2.command() == Ros2Config.Command.EFFORT;
    effortLimit = config.joints().stream().mapToDouble(JointConfig::effortLimitNm).toArray();
    joints = new JointState(n);
    outgoing = new JointCommand(n);
    commands = new Handoff<>(() -> new JointCommand(n), JointCommand::copyFrom);
    array = new CommandArray(config, ros2);
    Ros2Config.Topics topics = ros2.topics();
    participant = new DdsParticipant(name, ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    try {
      sensors = new SensorTopics(participant, config, ros2, names, clock);
      commandWriter =
          participant.writer(
              names.dds(topics.commands()),
              array.create(),
              Qos.RELIABLE.reliable(ros2.reliableCommands()));
      operator = new OperatorTopics(participant, ros2, names, clock, stop);
      diagnostics =
          participant.writer(
              names.dds(topics.diagnostics()), new DiagnosticArrayMessage(), Qos.RELIABLE_LAST);
      statuses = participant.writer(names.dds(topics.status()), new StringMessage(), Qos.LATCHED);
    } catch (RuntimeException e) {
      participant.close();
      throw e;
    }
    sender = new Thread(this::sendCommands, "dds-commands");
    sender.setDaemon(true);
    sender.start();
  }

  /** Time in which sensors are stamped and the controller is to be ticked, ns. */
  public static long nowNanos() {
    return RobotClock.tickNanos();
  }

  @Override
  public boolean take(JointState into) {
    boolean fresh = sensors.take(into);
    if (fresh && effort) {
      joints.copyFrom(into);
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
    outgoing.copyFrom(command);
    if (effort) {
      closeTheLoop();
    }
    commands.put(outgoing);
    LockSupport.unpark(sender);
  }

  /** The drive's law on the newest joint state, for a robot whose drives take torques. */
  private void closeTheLoop() {
    for (int i = 0; i < effortLimit.length; i++) {
      double wanted =
          outgoing.kp[i] * (outgoing.position[i] - joints.position[i])
              + outgoing.kd[i] * (outgoing.velocity[i] - joints.velocity[i])
              + outgoing.effort[i];
      outgoing.effort[i] = Math.max(-effortLimit[i], Math.min(effortLimit[i], wanted));
    }
  }

  private void sendCommands() {
    JointCommand command = new JointCommand(effortLimit.length);
    Float64MultiArrayMessage message = array.create();
    while (running) {
      try {
        if (commands.take(command)) {
          array.encode(command, message);
          commandWriter.write(message);
        } else {
          LockSupport.parkNanos(IDLE_NANOS);
        }
        clock.measureNowAndThen();
      } catch (RuntimeException e) { // commands must go on
        log.error("a command could not be sent", e);
      }
    }
  }

  /** Publishes diagnostics. Any thread. */
  public void publish(DiagnosticArrayMessage message) {
    diagnostics.write(message);
  }

  /** Publishes the status; late joiners get the last one. Any thread. */
  public void publish(StringMessage message) {
    statuses.write(message);
  }

  /** ROS time now, ns: for the headers of what is published. */
  public long rosNanos() {
    return clock.toWall(RobotClock.tickNanos());
  }

  /** What is known about the wire now. Any thread. */
  public WireStatus status() {
    return WireStatus.of(
        participant, sensors, operator.readers(), List.of(commandWriter, diagnostics, statuses));
  }

  /** The participant, for further topics; closed with this. */
  public DdsParticipant participant() {
    return participant;
  }

  /** Leaves the domain. The robot's own watchdog sees to it that it stops. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(sender);
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    participant.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
