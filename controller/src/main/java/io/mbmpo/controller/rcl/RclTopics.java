package io.mbmpo.controller.rcl;

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
import io.mbmpo.controller.wire.OperatorIntake;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.SensorIntake;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All that the node hears and says, made at once before it spins: rcljava does not see what is
 * added later. Made and counted by the node's thread; written to and read by any.
 */
final class RclTopics {
  final RclOutbox<Float64MultiArrayMessage> commands;
  final RclOutbox<DiagnosticArrayMessage> diagnostics;
  final RclOutbox<StringMessage> status;
  final RclOutbox<BoolMessage> resetRequest;

  private final RclNode node;
  private final TopicNames names;
  private final NativeGrowth growth;
  private final List<Endpoint> endpoints = new ArrayList<>();

  /** An inbox or an outbox, and how many of other nodes' endpoints it is joined with. */
  private static final class Endpoint {
    final String name;
    final RclInbox<?> inbox;
    final RclOutbox<?> outbox;
    final boolean sole;
    volatile int matched;

    Endpoint(String name, RclInbox<?> inbox, RclOutbox<?> outbox, boolean sole) {
      this.name = name;
      this.inbox = inbox;
      this.outbox = outbox;
      this.sole = sole;
    }

    WireStatus.Topic topic() {
      return inbox != null
          ? new WireStatus.Topic(name, true, sole, matched, inbox.received(), inbox.refused())
          : new WireStatus.Topic(name, false, false, matched, outbox.written(), Map.of());
    }

    long failed() {
      return inbox != null ? inbox.failed() : outbox.failed();
    }
  }

  RclTopics(
      RclNode node,
      Ros2Config ros2,
      TopicNames names,
      NativeGrowth growth,
      SensorIntake sensors,
      OperatorIntake operator,
      Consumer<BoolMessage> resetDone) {
    this.node = node;
    this.names = names;
    this.growth = growth;
    Ros2Config.Topics topics = ros2.topics();
    Qos sensor = Qos.SENSOR.reliable(ros2.reliableSensors());
    hear(topics.jointStates(), new JointStateMessage(), sensor, true, sensors::accept);
    hear(topics.imu(), new ImuMessage(), sensor, true, always(sensors::accept));
    hear(topics.odometry(), new OdometryMessage(), sensor, true, always(sensors::accept));
    hear(topics.emergencyStop(), new BoolMessage(), Qos.RELIABLE, false, always(operator::accept));
    hear(topics.joy(), new JoyMessage(), Qos.SENSOR, false, always(operator::accept));
    hear(SimulatorReset.DONE, new BoolMessage(), Qos.RELIABLE, false, always(resetDone));
    commands =
        say(
            topics.commands(),
            RosType.FLOAT64_MULTI_ARRAY,
            Qos.RELIABLE.reliable(ros2.reliableCommands()));
    diagnostics = say(topics.diagnostics(), RosType.DIAGNOSTIC_ARRAY, Qos.RELIABLE_LAST);
    status = say(topics.status(), RosType.STRING, Qos.LATCHED);
    resetRequest = say(SimulatorReset.REQUEST, RosType.BOOL, Qos.RELIABLE_LAST);
  }

  private static <M> Function<M, Refusal> always(Consumer<M> receiver) {
    return message -> {
      receiver.accept(message);
      return null;
    };
  }

  private <M extends RosMessage> void hear(
      String topic, M message, Qos qos, boolean sole, Function<M, Refusal> receiver) {
    RclInbox<M> inbox = new RclInbox<>(names.ros(topic), message, receiver, growth);
    node.subscribe(topic, message.type(), qos, inbox);
    endpoints.add(new Endpoint(names.ros(topic), inbox, null, sole));
  }

  private <M extends RosMessage> RclOutbox<M> say(String topic, RosType type, Qos qos) {
    RclOutbox<M> outbox =
        new RclOutbox<>(names.ros(topic), node.publisher(topic, type, qos), growth);
    endpoints.add(new Endpoint(names.ros(topic), null, outbox, false));
    return outbox;
  }

  /** Counts the endpoints of other nodes anew. */
  void count() {
    for (Endpoint end : endpoints) {
      end.matched = end.inbox != null ? node.publishers(end.name) : node.subscriptions(end.name);
    }
  }

  /** Whether somebody listens to an outbox, as of the last count. */
  boolean heard(RclOutbox<?> outbox) {
    return endpoints.stream().anyMatch(end -> end.outbox == outbox && end.matched > 0);
  }

  /** Nothing is published after this returns. */
  void silence() {
    for (Endpoint end : endpoints) {
      if (end.outbox != null) {
        end.outbox.close();
      }
    }
  }

  /** What is known of each. */
  List<WireStatus.Topic> topics() {
    return endpoints.stream().map(Endpoint::topic).toList();
  }

  /** Topics on which handling or publishing has failed, a sentence each. */
  List<String> failures() {
    return endpoints.stream()
        .filter(end -> end.failed() > 0)
        .map(end -> end.name + ": " + end.failed() + " messages failed in rcljava, see the log")
        .toList();
  }
}
