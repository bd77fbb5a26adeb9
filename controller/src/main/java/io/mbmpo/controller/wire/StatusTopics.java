package io.mbmpo.controller.wire;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage.Status;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ROS world twice a second how controller and wire are: as diagnostics, and as text of
 * one {@code key: value} a line. New troubles of the wire are logged, each once. On a thread of its
 * own.
 */
public final class StatusTopics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusTopics.class);
  private static final long PERIOD_MILLIS = 500;

  private final Controller controller;
  private final RosRobotPort port;
  private final DiagnosticArrayMessage diagnostics = new DiagnosticArrayMessage();
  private final StringMessage text = new StringMessage();
  private final Map<String, Boolean> told = new TreeMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "ros2-status");
            thread.setDaemon(true);
            return thread;
          });

  /** Begins to tell. */
  public StatusTopics(Controller controller, RosRobotPort port) {
    this.controller = controller;
    this.port = port;
    var unused = timer.scheduleWithFixedDelay(this::tell, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    try {
      WireStatus wire = port.status();
      List<String> troubles = wire.troubles();
      for (String trouble : troubles) {
        if (told.put(trouble.replaceAll("\\d+(\\.\\d+)?", "#"), true) == null) {
          log.warn("{}", trouble);
        }
      }
      diagnostics.header.stamp(port.rosNanos());
      diagnostics.statusCount = 2;
      fill(diagnostics.statuses[0]);
      fill(diagnostics.statuses[1], wire, troubles);
      port.publish(diagnostics);
      text.data.set(text(wire, troubles));
      port.publish(text);
    } catch (RuntimeException e) {
      log.warn("status not sent: {}", e.toString());
    }
  }

  private void fill(Status status) {
    Severity severity = controller.severity();
    Condition cause = controller.failsafe();
    status.level =
        severity.atLeast(Severity.BLOCK)
            ? Status.ERROR
            : severity == Severity.NONE ? Status.OK : Status.WARN;
    status.name.set("mbmpo: controller");
    status.message.set(cause == null ? controller.mode().name() : cause.title());
    status.hardwareId.set(controller.config().name());
    clear(status);
    add(status, "mode", controller.mode().name());
    add(status, "failsafe", cause == null ? "none" : cause.title());
    add(status, "severity", severity.name());
    add(status, "snapshot", Long.toString(controller.snapshotVersion()));
    add(status, "robot_time_s", String.format(Locale.ROOT, "%.2f", controller.robotTimeS()));
    add(status, "internal_errors", Long.toString(controller.internalErrors()));
  }

  private void fill(Status status, WireStatus wire, List<String> troubles) {
    status.level = troubles.isEmpty() ? Status.OK : Status.WARN;
    status.name.set("mbmpo: wire");
    status.message.set(troubles.isEmpty() ? wire.peers().size() + " peers" : troubles.get(0));
    status.hardwareId.set(controller.config().name());
    clear(status);
    add(status, "peers", Integer.toString(wire.peers().size()));
    for (WireStatus.Topic topic : wire.topics()) {
      add(status, topic.name() + " matched", Integer.toString(topic.matched()));
      add(status, topic.name() + " messages", Long.toString(topic.messages()));
      long refused = topic.refused().values().stream().mapToLong(n -> n).sum();
      if (refused > 0) {
        add(status, topic.name() + " refused", Long.toString(refused));
      }
    }
    wire.figures().forEach((name, value) -> add(status, name, value));
  }

  private static void clear(Status status) {
    status.keys.length = 0;
    status.values.length = 0;
  }

  private static void add(Status status, String key, String value) {
    if (status.keys.length < Status.MOST_VALUES) {
      status.keys.values[status.keys.length++].set(key);
      status.values.values[status.values.length++].set(value);
    }
  }

  private String text(WireStatus wire, List<String> troubles) {
    StringBuilder lines = new StringBuilder();
    Condition cause = controller.failsafe();
    lines.append("robot: ").append(controller.config().name());
    lines.append("\nmode: ").append(controller.mode());
    lines.append("\nfailsafe: ").append(cause == null ? "none" : cause.title());
    lines.append("\nseverity: ").append(controller.severity());
    lines.append("\nsnapshot: ").append(controller.snapshotVersion());
    lines.append(String.format(Locale.ROOT, "\nrobot_time_s: %.2f", controller.robotTimeS()));
    for (Peer peer : wire.peers()) {
      lines.append("\npeer: ").append(peer.name());
    }
    for (WireStatus.Topic topic : wire.topics()) {
      lines.append(topic.subscribed() ? "\nin: " : "\nout: ").append(topic.name());
      lines.append(", matched ").append(topic.matched());
      lines.append(", messages ").append(topic.messages());
    }
    wire.figures().forEach((name, value) -> lines.append('\n').append(name + ": " + value));
    troubles.forEach(trouble -> lines.append("\ntrouble: ").append(trouble));
    return lines.append('\n').toString();
  }

  /** Tells no more; the last status stays with those who keep it. */
  @Override
  public void close() {
    timer.shutdown();
    boolean interrupted = false;
    while (!timer.isTerminated()) {
      try {
        timer.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
