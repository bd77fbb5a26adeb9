package io.mbmpo.controller.dds;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.wire.CommandArray;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;

/**
 * The robot's end of the wire, for robots that are programs: publishes sensors, takes commands. One
 * thread stands for the robot. Stamps are in the time of {@link DdsRobotPort#nowNanos} and become
 * ROS time on the wire.
 */
public final class DdsRobotEnd implements AutoCloseable {
  private final DdsParticipant participant;
  private final RobotClock clock = new RobotClock();
  private final CommandArray array;
  private final JointStateMessage jointMessage = new JointStateMessage();
  private final ImuMessage imuMessage = new ImuMessage();
  private final OdometryMessage odometryMessage = new OdometryMessage();
  private final DdsWriter<JointStateMessage> jointWriter;
  private final DdsWriter<ImuMessage> imuWriter;
  private final DdsWriter<OdometryMessage> odometryWriter;
  private final DdsReader<Float64MultiArrayMessage> commandReader;
  private final Handoff<JointCommand> commands;
  private final JointCommand arriving;

  /**
   * Joins the robot's domain.
   *
   * @param name what peers see of this process
   * @throws DdsException when it cannot
   */
  public DdsRobotEnd(String name, RobotConfig config, Ros2Config ros2, TopicNames names) {
    int n = config.jointCount();
    array = new CommandArray(config, ros2);
    commands = new Handoff<>(() -> new JointCommand(n), JointCommand::copyFrom);
    arriving = new JointCommand(n);
    String trunk = config.model().root();
    jointMessage.name.length = n;
    for (int i = 0; i < n; i++) {
      jointMessage.name.values[i].set(config.joints().get(i).name());
    }
    imuMessage.header.frameId.set(trunk);
    odometryMessage.header.frameId.set("odom");
    odometryMessage.childFrameId.set(trunk);
    Ros2Config.Topics topics = ros2.topics();
    participant = new DdsParticipant(name, ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    try {
      jointWriter = participant.writer(names.dds(topics.jointStates()), jointMessage, Qos.RELIABLE);
      imuWriter = participant.writer(names.dds(topics.imu()), imuMessage, Qos.RELIABLE);
      odometryWriter =
          participant.writer(names.dds(topics.odometry()), odometryMessage, Qos.RELIABLE);
      commandReader =
          participant.reader(
              names.dds(topics.commands()), array.create(), Qos.SENSOR, this::accept);
    } catch (RuntimeException e) {
      participant.close();
      throw e;
    }
  }

  /** On a thread of DDS. */
  private void accept(Float64MultiArrayMessage message) {
    if (array.decode(message, arriving)) {
      arriving.stampNanos = RobotClock.tickNanos();
      commands.put(arriving);
    } else {
      commandReader.refuse(Refusal.LENGTHS);
    }
  }

  /** New joint state. */
  public void publish(JointState state) {
    clock.measureNowAndThen();
    stamp(jointMessage.header, state.stampNanos);
    set(jointMessage.position, state.position);
    set(jointMessage.velocity, state.velocity);
    set(jointMessage.effort, state.effort);
    jointWriter.write(jointMessage);
  }

  /** New IMU sample. */
  public void publish(ImuState state) {
    stamp(imuMessage.header, state.stampNanos);
    System.arraycopy(state.orientation, 0, imuMessage.orientation, 0, 4);
    System.arraycopy(state.angularVelocity, 0, imuMessage.angularVelocity, 0, 3);
    System.arraycopy(state.linearAcceleration, 0, imuMessage.linearAcceleration, 0, 3);
    imuWriter.write(imuMessage);
  }

  /** New odometry. */
  public void publish(OdometryState state) {
    stamp(odometryMessage.header, state.stampNanos);
    System.arraycopy(state.position, 0, odometryMessage.position, 0, 3);
    System.arraycopy(state.orientation, 0, odometryMessage.orientation, 0, 4);
    System.arraycopy(state.linearVelocity, 0, odometryMessage.linearVelocity, 0, 3);
    System.arraycopy(state.angularVelocity, 0, odometryMessage.angularVelocity, 0, 3);
    odometryWriter.write(odometryMessage);
  }

  private void stamp(Header header, long tickNanos) {
    header.stamp(clock.toWall(tickNanos));
  }

  private static void set(Doubles into, double[] values) {
    System.arraycopy(values, 0, into.values, 0, values.length);
    into.length = values.length;
  }

  /** Copies the newest command, stamped with its arrival; false when there is none since. */
  public boolean takeCommand(JointCommand into) {
    return commands.take(into);
  }

  /** The participant, for further topics; closed with this. */
  public DdsParticipant participant() {
    return participant;
  }

  /** Controllers that listen to the joints now. */
  public int listeners() {
    return jointWriter.matched();
  }

  /** Controllers that command now. */
  public int commanders() {
    return commandReader.matched();
  }

  /** Leaves the domain. */
  @Override
  public void close() {
    participant.close();
  }
}
