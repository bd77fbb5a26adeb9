package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.RosRobotPort;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A robot on ROS 2 topics by DDS. Samples are decoded on the threads of DDS. */
public final class DdsRobotPort extends RosRobotPort {
  private final DdsParticipant participant;
  private final SensorTopics sensorTopics;
  private final Optional<DdsWriter<Float64MultiArrayMessage>> commandWriter;
  private final DdsReader<BoolMessage> emergencyStops;
  private final DdsReader<JoyMessage> joys;
  private final DdsWriter<DiagnosticArrayMessage> diagnostics;
  private final DdsWriter<StringMessage> statuses;
  private volatile SimulatorReset simulator;

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
    this(name, config, ros2, names, stop, true);
  }

  /**
   * A robot that is listened to and never commanded: there is no writer of commands at all.
   *
   * @throws DdsException when it cannot join
   */
  public static DdsRobotPort listening(
      String name, RobotConfig config, Ros2Config ros2, TopicNames names, EmergencyStop stop) {
    return new DdsRobotPort(name, config, ros2, names, stop, false);
  }

  private DdsRobotPort(
      String name,
      RobotConfig config,
      Ros2Config ros2,
      TopicNames names,
      EmergencyStop stop,
      boolean commands) {
    super(config, ros2, stop, "dds-commands");
    Ros2Config.Topics topics = ros2.topics();
    participant = new DdsParticipant(name, ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    try {
      sensorTopics = new SensorTopics(participant, ros2, names, sensors);
      commandWriter =
          commands
              ? Optional.of(
                  participant.writer(
                      names.dds(topics.commands()),
                      emptyCommand(),
                      Qos.RELIABLE.reliable(ros2.reliableCommands())))
              : Optional.empty();
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
    if (commands) {
      startSending();
    }
  }

  /** Time in which sensors are stamped and the controller is to be ticked, ns. */
  public static long nowNanos() {
    return RobotClock.tickNanos();
  }

  @Override
  protected void write(Float64MultiArrayMessage command) {
    commandWriter.orElseThrow().write(command);
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
  public WireStatus status() {
    List<WireStatus.Topic> topics = new ArrayList<>();
    sensorTopics.readers().forEach(r -> topics.add(subscribed(r, true)));
    List.of(emergencyStops, joys).forEach(r -> topics.add(subscribed(r, false)));
    Stream.concat(commandWriter.stream(), Stream.of(diagnostics, statuses))
        .forEach(w -> topics.add(published(w)));
    return new WireStatus(
        participant.peers(),
        List.copyOf(topics),
        participant.incompatible(),
        participant.oversize(),
        sensors.stampAgeS(),
        figures(),
        List.of());
  }

  private Map<String, String> figures() {
    SimulatorReset asked = simulator;
    return asked == null ? Map.of() : Map.of(WireStatus.TAKEN_FOR, asked.takenFor().text());
  }

  private static WireStatus.Topic subscribed(DdsReader<?> r, boolean sole) {
    return new WireStatus.Topic(r.topic(), true, sole, r.matched(), r.received(), r.refused());
  }

  private static WireStatus.Topic published(DdsWriter<?> w) {
    return new WireStatus.Topic(w.topic(), false, false, w.matched(), w.written(), Map.of());
  }

  /**
   * A simulator on this wire, if there is one; from here on the status tells what the other end is
   * taken for. Once.
   *
   * @param names those of its topics
   */
  public SimulatorReset simulator(TopicNames names) {
    DdsWriter<BoolMessage> request =
        participant.writer(names.dds(SimulatorReset.REQUEST), new BoolMessage(), Qos.RELIABLE_LAST);
    BoolMessage message = new BoolMessage();
    message.data = true;
    SimulatorReset reset =
        new SimulatorReset(() -> request.matched() > 0, () -> request.write(message));
    participant.reader(
        names.dds(SimulatorReset.DONE),
        new BoolMessage(),
        Qos.RELIABLE,
        answer -> reset.answered(answer.data));
    simulator = reset;
    return reset;
  }

  /** The participant, for further topics; closed with this. */
  public DdsParticipant participant() {
    return participant;
  }

  @Override
  public void close() {
    stopSending();
    participant.close();
  }
}
