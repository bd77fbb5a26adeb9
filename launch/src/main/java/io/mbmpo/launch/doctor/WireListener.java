package io.mbmpo.launch.doctor;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsReader;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.ros.BatteryStateMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.wire.CommandArray;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Listens to a robot as its controller would, but takes everything as it is published. It offers a
 * publication of commands, to see who would take them, and never publishes one. Samples come on
 * threads of DDS; the methods belong to one thread.
 */
public final class WireListener implements AutoCloseable {
  /** How long peers may take to find each other, s. */
  private static final double DISCOVERY_S = 3;

  private static final Duration POLL = Duration.ofMillis(10);
  private static final int MOST_SAMPLES = 500_000;

  private final TopicNames names;
  private final Ros2Config ros2;
  private final DdsParticipant participant;
  private final RobotClock clock = new RobotClock();
  private final Tape<JointSample> joints = new Tape<>();
  private final Tape<ImuSample> imu = new Tape<>();
  private final Tape<OdometrySample> odometry = new Tape<>();
  private final Tape<BatterySample> battery = new Tape<>();
  private final DdsReader<JointStateMessage> jointReader;
  private final DdsReader<ImuMessage> imuReader;
  private final DdsReader<OdometryMessage> odometryReader;
  private final DdsReader<BatteryStateMessage> batteryReader;
  private final DdsReader<Float64MultiArrayMessage> commandReader;
  private final DdsWriter<Float64MultiArrayMessage> commandWriter;

  /** Samples of one topic while listening, and the newest at any time. */
  private static final class Tape<S> {
    private final List<S> samples = new ArrayList<>();
    private volatile S newest;
    private boolean running;

    synchronized void add(S sample) {
      newest = sample;
      if (running && samples.size() < MOST_SAMPLES) {
        samples.add(sample);
      }
    }

    synchronized void start() {
      samples.clear();
      running = true;
    }

    synchronized List<S> stop() {
      running = false;
      return List.copyOf(samples);
    }
  }

  /**
   * Joins the robot's domain.
   *
   * @throws io.mbmpo.controller.dds.DdsException when it cannot
   */
  public WireListener(RobotConfig config, Ros2Config ros2, TopicNames names) {
    this.names = names;
    this.ros2 = ros2;
    participant =
        new DdsParticipant(
            "mbmpo_doctor_" + config.name(), ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    try {
      Ros2Config.Topics topics = ros2.topics();
      Qos sensors = Qos.SENSOR.reliable(ros2.reliableSensors());
      jointReader =
          participant.reader(
              names.dds(topics.jointStates()),
              new JointStateMessage(),
              sensors,
              m -> joints.add(JointSample.of(m, Sample.now(m.header, clock), joints.newest)));
      imuReader =
          participant.reader(
              names.dds(topics.imu()),
              new ImuMessage(),
              sensors,
              m -> imu.add(ImuSample.of(m, Sample.now(m.header, clock))));
      odometryReader =
          participant.reader(
              names.dds(topics.odometry()),
              new OdometryMessage(),
              sensors,
              m -> odometry.add(OdometrySample.of(m, Sample.now(m.header, clock))));
      batteryReader =
          participant.reader(
              names.dds(BatteryCheck.TOPIC),
              new BatteryStateMessage(),
              Qos.SENSOR,
              m -> battery.add(BatterySample.of(m, Sample.now(m.header, clock))));
      Float64MultiArrayMessage command = new CommandArray(config, ros2).create();
      commandWriter =
          participant.writer(
              names.dds(topics.commands()),
              command,
              Qos.RELIABLE.reliable(ros2.reliableCommands()));
      commandReader =
          participant.reader(names.dds(topics.commands()), command, Qos.SENSOR, m -> {});
    } catch (RuntimeException e) {
      participant.close();
      throw e;
    }
  }

  /**
   * Waits until all sensors are heard, or peers have had the time to be found, then listens.
   *
   * @param seconds how long
   */
  public Evidence listen(double seconds) {
    long end = System.nanoTime() + (long) (DISCOVERY_S * 1e9);
    while (System.nanoTime() < end && !allHeard()) {
      Uninterruptibles.sleepUninterruptibly(POLL);
    }
    long commandsBefore = commandReader.received();
    List<Tape<?>> tapes = List.of(joints, imu, odometry, battery);
    tapes.forEach(Tape::start);
    Uninterruptibles.sleepUninterruptibly(Duration.ofNanos((long) (seconds * 1e9)));
    Ros2Config.Topics topics = ros2.topics();
    return new Evidence(
        "domain " + ros2.domainId() + " on " + String.join(", ", ros2.interfaces()),
        participant.peers().size(),
        heard(topics.jointStates(), jointReader, joints.stop()),
        heard(topics.imu(), imuReader, imu.stop()),
        heard(topics.odometry(), odometryReader, odometry.stop()),
        heard(BatteryCheck.TOPIC, batteryReader, battery.stop()),
        new Evidence.CommandTopic(
            names.ros(topics.commands()),
            commandWriter.matched() - 1, // our own reader
            commandReader.matched() - 1, // our own writer
            commandReader.received() - commandsBefore,
            misfit(topics.commands())));
  }

  private boolean allHeard() {
    return joints.newest != null
        && imu.newest != null
        && odometry.newest != null
        && commandWriter.matched() > 1;
  }

  /** The newest joint state; null before the first. */
  JointSample newestJoints() {
    return joints.newest;
  }

  private <S> Heard<S> heard(
      String topic, DdsReader<? extends RosMessage> reader, List<S> samples) {
    return new Heard<>(
        names.ros(topic), reader.matched(), reader.refused(), misfit(topic), samples);
  }

  private String misfit(String topic) {
    return participant.incompatible().getOrDefault(names.dds(topic), "");
  }

  /** Leaves the domain. */
  @Override
  public void close() {
    participant.close();
  }
}
