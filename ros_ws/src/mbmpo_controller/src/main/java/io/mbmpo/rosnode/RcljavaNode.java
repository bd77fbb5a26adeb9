package io.mbmpo.rosnode;

import diagnostic_msgs.msg.DiagnosticArray;
import io.mbmpo.controller.rcl.NodeArguments;
import io.mbmpo.controller.rcl.NodeSettings;
import io.mbmpo.controller.rcl.RclInbox;
import io.mbmpo.controller.rcl.RclNode;
import io.mbmpo.controller.rcl.RclPublisher;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.wire.Qos;
import java.util.ArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import nav_msgs.msg.Odometry;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.executors.SingleThreadedExecutor;
import org.ros2.rcljava.interfaces.MessageDefinition;
import org.ros2.rcljava.node.ComposableNode;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.node.NodeOptions;
import org.ros2.rcljava.publisher.Publisher;
import org.ros2.rcljava.qos.QoSProfile;
import org.ros2.rcljava.qos.policies.Durability;
import org.ros2.rcljava.qos.policies.Reliability;
import sensor_msgs.msg.Imu;
import sensor_msgs.msg.JointState;
import sensor_msgs.msg.Joy;
import std_msgs.msg.Bool;
import std_msgs.msg.Float64MultiArray;

/** A node of rcljava's, and the executor that spins it. */
final class RcljavaNode implements RclNode {
  private final Node node;
  private final SingleThreadedExecutor executor = new SingleThreadedExecutor();

  private RcljavaNode(Node node) {
    this.node = node;
    executor.addNode(
        new ComposableNode() {
          @Override
          public Node getNode() {
            return node;
          }
        });
  }

  /**
   * Starts ROS in this process and makes a node with read-only parameters.
   *
   * @param arguments its name, namespace and remaps
   */
  static RcljavaNode open(NodeArguments arguments, NodeSettings settings) {
    RCLJava.rclJavaInit();
    // With undeclared ones allowed, an unknown name is answered "not set"; else rcljava throws, and
    // whoever asked waits for ever. None can be set.
    NodeOptions options = new NodeOptions().setAllowUndeclaredParameters(true);
    options.setCliArgs(new ArrayList<>(arguments.forRcl()));
    Node node =
        RCLJava.createNode(
            arguments.node(), arguments.namespace(), RCLJava.getDefaultContext(), options);
    ReadOnlyParameters.declare(node, settings);
    return new RcljavaNode(node);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <M extends RosMessage> void subscribe(
      String topic, RosType type, Qos qos, RclInbox<M> inbox) {
    RclInbox<?> any = inbox; // of the message that goes with the type
    switch (type) {
      case JOINT_STATE ->
          hear(JointState.class, topic, qos, (RclInbox<JointStateMessage>) any, Conversions::read);
      case IMU -> hear(Imu.class, topic, qos, (RclInbox<ImuMessage>) any, Conversions::read);
      case ODOMETRY ->
          hear(Odometry.class, topic, qos, (RclInbox<OdometryMessage>) any, Conversions::read);
      case JOY -> hear(Joy.class, topic, qos, (RclInbox<JoyMessage>) any, Conversions::read);
      case BOOL -> hear(Bool.class, topic, qos, (RclInbox<BoolMessage>) any, Conversions::read);
      default -> throw new IllegalArgumentException(type + " is not heard by this node");
    }
  }

  private <R extends MessageDefinition, M extends RosMessage> void hear(
      Class<R> type,
      String topic,
      Qos qos,
      RclInbox<M> inbox,
      BiFunction<R, M, Refusal> conversion) {
    node.createSubscription(
        type, topic, message -> inbox.take(into -> conversion.apply(message, into)), profile(qos));
  }

  @Override
  public RclPublisher publisher(String topic, RosType type, Qos qos) {
    return switch (type) {
      case FLOAT64_MULTI_ARRAY ->
          say(
              Float64MultiArray.class,
              new Float64MultiArray(),
              topic,
              qos,
              Float64MultiArrayMessage.class,
              Conversions::write);
      case DIAGNOSTIC_ARRAY ->
          say(
              DiagnosticArray.class,
              new DiagnosticArray(),
              topic,
              qos,
              DiagnosticArrayMessage.class,
              Conversions::write);
      case STRING ->
          say(
              std_msgs.msg.String.class,
              new std_msgs.msg.String(),
              topic,
              qos,
              StringMessage.class,
              Conversions::write);
      case BOOL -> say(Bool.class, new Bool(), topic, qos, BoolMessage.class, Conversions::write);
      default -> throw new IllegalArgumentException(type + " is not said by this node");
    };
  }

  /** The message is made once and filled again and again. */
  private <R extends MessageDefinition, M extends RosMessage> RclPublisher say(
      Class<R> type, R message, String topic, Qos qos, Class<M> ours, BiConsumer<M, R> conversion) {
    Publisher<R> publisher = node.createPublisher(type, topic, profile(qos));
    return from -> {
      conversion.accept(ours.cast(from), message);
      publisher.publish(message);
    };
  }

  private static QoSProfile profile(Qos qos) {
    return QoSProfile.keepLast(qos.depth())
        .setReliability(qos.reliable() ? Reliability.RELIABLE : Reliability.BEST_EFFORT)
        .setDurability(qos.transientLocal() ? Durability.TRANSIENT_LOCAL : Durability.VOLATILE);
  }

  @Override
  public void spinOnce(long timeoutNanos) {
    executor.spinOnce(timeoutNanos);
  }

  @Override
  public boolean ok() {
    return RCLJava.ok();
  }

  @Override
  public int publishers(String topic) {
    return node.getPublishersInfo(topic).size();
  }

  @Override
  public int subscriptions(String topic) {
    return node.getSubscriptionsInfo(topic).size();
  }

  @Override
  public void shutdown() {
    RCLJava.shutdown();
  }
}
