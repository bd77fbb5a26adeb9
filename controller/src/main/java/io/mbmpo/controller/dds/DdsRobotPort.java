package io.mbmpo.controller.dds;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.CommandSlot;
import io.mbmpo.controller.wire.OperatorIntake;
import io.mbmpo.controller.wire.Qos;
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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A robot on ROS 2 topics. Samples are decoded on the threads of DDS and handed over lock-free;
 * commands are handed to a thread that sends them. The methods of {@link
 * io.mbmpo.controller.port.RobotPort} belong to the control thread, allocate nothing and wait for
 * nobody, also when there is no robot.
 */
public final class DdsRobotPort implements RosRobotPort {
  private static final Logger log = LoggerFactory.getLogger(DdsRobotPort.class);
  private static final long IDLE_NANOS = 100_000_000L;

  private final DdsParticipant participant;
  private final SensorTopics sensors;
  private final SensorIntake intake;
  private final RobotClock clock = new RobotClock();
  private final OperatorIntake operator;
  private final CommandSlot commands;
  private final DdsWriter<Float64MultiArrayMessage> commandWriter;
  private final DdsReader<BoolMessage> emergencyStops;
  private final DdsReader<JoyMessage> joys;
  private final DdsWriter<DiagnosticArrayMessage> diagnostics;
  private final DdsWriter<StringMessage> statuses;
  private volatile boolean running = true;
  private final Thread sender;

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
    intake = new SensorIntake(config, ros2.synchronizedClock(), clock);
    operator = new OperatorIntake(ros2.synchronizedClock(), clock, stop);
    commands = new CommandSlot(config, ros2);
    Ros2Config.Topics topics = ros2.topics();
    participant = new DdsParticipant(name, ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    try {
      sensors = new SensorTopics(participant, ros2, names, intake);
      commandWriter =
          participant.writer(
              names.dds(topics.commands()),
              commands.create(),
              Qos.RELIABLE.reliable(ros2.reliableCommands()));
      emergencyStops =
          participant.reader(
              names.dds(topics.emergencyStop()), new BoolMessage(), Qos.RELIABLE, operator::accept);
      joys =
          participant.reader(
              names.dds(topics.joy()), new JoyMessage(), Qos.SENSOR, operator::accept);
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
    boolean fresh = intake.take(into);
    if (fresh) {
      commands.measured(into);
    }
    return fresh;
  }

  @Override
  public boolean take(ImuState into) {
    return intake.take(into);
  }

  @Override
  public boolean take(OdometryState into) {
    return intake.take(into);
  }

  @Override
  public boolean take(OperatorInput into) {
    return operator.take(into);
  }

  @Override
  public void send(JointCommand command) {
    commands.put(command);
    LockSupport.unpark(sender);
  }

  private void sendCommands() {
    Float64MultiArrayMessage message = commands.create();
    while (running) {
      try {
        if (commands.take(message)) {
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

  @Override
  public void publish(DiagnosticArrayMessage message) {
    diagnostics.write(message);
  }

  @Override
  public void publish(StringMessage message) {
    statuses.write(message);
  }

  @Override
  public long rosNanos() {
    return clock.toWall(RobotClock.tickNanos());
  }

  @Override
  public WireStatus status() {
    List<WireStatus.Topic> topics = new ArrayList<>();
    sensors.readers().forEach(r -> topics.add(subscribed(r, true)));
    List.of(emergencyStops, joys).forEach(r -> topics.add(subscribed(r, false)));
    List.of(commandWriter, diagnostics, statuses).forEach(w -> topics.add(published(w)));
    return new WireStatus(
        participant.peers(),
        List.copyOf(topics),
        participant.incompatible(),
        participant.oversize(),
        intake.stampAgeS(),
        Map.of(),
        List.of());
  }

  private static WireStatus.Topic subscribed(DdsReader<?> r, boolean sole) {
    return new WireStatus.Topic(r.topic(), true, sole, r.matched(), r.received(), r.refused());
  }

  private static WireStatus.Topic published(DdsWriter<?> w) {
    return new WireStatus.Topic(w.topic(), false, false, w.matched(), w.written(), Map.of());
  }

  /**
   * A simulator on this wire, if there is one.
   *
   * @param names those of its topics
   */
  public SimulatorReset simulator(TopicNames names) {
    DdsWriter<BoolMessage> request =
        participant.writer(names.dds(SimulatorReset.REQUEST), new BoolMessage(), Qos.RELIABLE_LAST);
    BoolMessage message = new BoolMessage();
    message.data = true;
    SimulatorReset simulator =
        new SimulatorReset(() -> request.matched() > 0, () -> request.write(message));
    participant.reader(
        names.dds(SimulatorReset.DONE),
        new BoolMessage(),
        Qos.RELIABLE,
        answer -> simulator.answered(answer.data));
    return simulator;
  }

  /** The participant, for further topics; closed with this. */
  public DdsParticipant participant() {
    return participant;
  }

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
