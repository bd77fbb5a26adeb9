package io.mbmpo.rosnode;

import geometry_msgs.msg.Quaternion;
import geometry_msgs.msg.Vector3;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.wire.CommandArray;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nav_msgs.msg.Odometry;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.executors.SingleThreadedExecutor;
import org.ros2.rcljava.node.ComposableNode;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.publisher.Publisher;
import org.ros2.rcljava.qos.QoSProfile;
import sensor_msgs.msg.Imu;
import sensor_msgs.msg.Joy;
import std_msgs.msg.Float64MultiArray;

/** A robot as another ROS 2 node in the process, with messages of rcljava's own. */
final class RobotNode {
  private static final long SPIN_NANOS = 20_000_000L;

  private final RobotClock clock = new RobotClock();
  private final String prefix;
  private final Node node;
  private final Publisher<sensor_msgs.msg.JointState> joints;
  private final Publisher<Imu> imus;
  private final Publisher<Odometry> odometries;
  private final Publisher<Joy> joys;
  private final CommandArray array;
  private final Handoff<JointCommand> commands =
      new Handoff<>(() -> new JointCommand(Bench.CONFIG.jointCount()), JointCommand::copyFrom);
  private final Thread spinning;
  private volatile boolean running = true;

  RobotNode(Ros2Config ros2, String prefix) {
    this.prefix = prefix;
    array = new CommandArray(Bench.CONFIG, ros2);
    node = RCLJava.createNode("robot", "", RCLJava.getDefaultContext());
    QoSProfile qos = QoSProfile.keepLast(10);
    joints = node.createPublisher(sensor_msgs.msg.JointState.class, prefix + "joint_states", qos);
    imus = node.createPublisher(Imu.class, prefix + "imu/data", qos);
    odometries = node.createPublisher(Odometry.class, prefix + "state/odometry", qos);
    joys = node.createPublisher(Joy.class, prefix + "joy", qos);
    JointCommand arriving = new JointCommand(Bench.CONFIG.jointCount());
    Float64MultiArrayMessage ours = array.create();
    node.createSubscription(
        Float64MultiArray.class,
        prefix + ros2.topics().commands(),
        message -> {
          List<Double> data = message.getData();
          ours.data.length = data.size();
          for (int i = 0; i < data.size(); i++) {
            ours.data.values[i] = data.get(i);
          }
          if (array.decode(ours, arriving)) {
            commands.put(arriving);
          }
        },
        qos);
    spinning = new Thread(this::spin, "robot");
    spinning.start();
  }

  private void spin() {
    SingleThreadedExecutor executor = new SingleThreadedExecutor();
    executor.addNode(
        new ComposableNode() {
          @Override
          public Node getNode() {
            return node;
          }
        });
    while (running) {
      executor.spinOnce(SPIN_NANOS);
    }
  }

  /** Whether the controller listens to the joints and the hand controller. */
  boolean heard() {
    return node.getSubscriptionsInfo(prefix + "joint_states").size() == 1
        && node.getSubscriptionsInfo(prefix + "joy").size() == 1;
  }

  private builtin_interfaces.msg.Time time(long tickNanos) {
    long wall = clock.toWall(tickNanos);
    return new builtin_interfaces.msg.Time()
        .setSec((int) (wall / 1_000_000_000L))
        .setNanosec((int) (wall % 1_000_000_000L));
  }

  private std_msgs.msg.Header header(long tickNanos) {
    return new std_msgs.msg.Header().setStamp(time(tickNanos));
  }

  void publish(JointState state) {
    String[] names = Bench.CONFIG.joints().stream().map(JointConfig::name).toArray(String[]::new);
    joints.publish(
        new sensor_msgs.msg.JointState()
            .setHeader(header(state.stampNanos))
            .setName(names)
            .setPosition(state.position)
            .setVelocity(state.velocity)
            .setEffort(state.effort));
  }

  void publish(ImuState state) {
    imus.publish(
        new Imu()
            .setHeader(header(state.stampNanos))
            .setOrientation(quaternion(state.orientation))
            .setOrientationCovariance(zeros(9))
            .setAngularVelocity(vector(state.angularVelocity))
            .setAngularVelocityCovariance(zeros(9))
            .setLinearAcceleration(vector(state.linearAcceleration))
            .setLinearAccelerationCovariance(zeros(9)));
  }

  void publish(OdometryState state) {
    Odometry message = new Odometry().setHeader(header(state.stampNanos));
    message
        .getPose()
        .setCovariance(zeros(36))
        .getPose()
        .setOrientation(quaternion(state.orientation))
        .getPosition()
        .setX(state.position[0])
        .setY(state.position[1])
        .setZ(state.position[2]);
    message
        .getTwist()
        .setCovariance(zeros(36))
        .getTwist()
        .setLinear(vector(state.linearVelocity))
        .setAngular(vector(state.angularVelocity));
    odometries.publish(message);
  }

  /** Arrays of a fixed length are null in a fresh message, and must not be. */
  private static List<Double> zeros(int length) {
    return Collections.nCopies(length, 0.0);
  }

  private static Quaternion quaternion(double[] xyzw) {
    return new Quaternion().setX(xyzw[0]).setY(xyzw[1]).setZ(xyzw[2]).setW(xyzw[3]);
  }

  private static Vector3 vector(double[] xyz) {
    return new Vector3().setX(xyz[0]).setY(xyz[1]).setZ(xyz[2]);
  }

  boolean takeCommand(JointCommand into) {
    return commands.take(into);
  }

  void publish(OperatorInput input) {
    List<Float> axes = new ArrayList<>();
    for (float axis : input.axes) {
      axes.add(axis);
    }
    List<Integer> buttons = new ArrayList<>();
    for (int i = 0; i < OperatorInput.MAX_BUTTONS; i++) {
      buttons.add(input.pressed(i) ? 1 : 0);
    }
    joys.publish(new Joy().setHeader(header(input.stampNanos)).setAxes(axes).setButtons(buttons));
  }

  /** Spins no more; the node goes with the context. */
  void stop() {
    running = false;
    boolean interrupted = false;
    while (spinning.isAlive()) {
      try {
        spinning.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
