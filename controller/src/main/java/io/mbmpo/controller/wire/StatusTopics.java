package io.mbmpo.controller.wire;

import io.mbmpo.controller.loop.LoopReport;
import io.mbmpo.controller.loop.TickTimes;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage.Status;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.controller.status.ControllerReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ROS world twice a second how controller, control thread and wire are: as diagnostics,
 * and as text of one {@code key: value} a line. New troubles of the wire are logged, each once. On
 * a thread of its own.
 */
public final class StatusTopics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusTopics.class);
  private static final long PERIOD_MILLIS = 500;

  private static final String NAME = "mbmpo: ";
  private static final String CONTROLLER = "controller";
  private static final String WIRE = "wire";
  private static final String CONTROL_THREAD = "control thread";

  private final Supplier<ControllerReport> reports;
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

  /**
   * Begins to tell.
   *
   * @param reports how the controller is
   */
  public StatusTopics(Supplier<ControllerReport> reports, RosRobotPort port) {
    this.reports = reports;
    this.port = port;
    var unused = timer.scheduleWithFixedDelay(this::tell, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Names of the statuses in {@code /diagnostics}; the last only where the control thread is timed.
   */
  public static List<String> names() {
    return List.of(NAME + CONTROLLER, NAME + WIRE, NAME + CONTROL_THREAD);
  }

  private void tell() {
    try {
      ControllerReport report = reports.get();
      WireStatus wire = port.status();
      List<String> troubles = wire.troubles();
      for (String trouble : troubles) {
        if (told.put(trouble.replaceAll("\\d+(\\.\\d+)?", "#"), true) == null) {
          log.warn("{}", trouble);
        }
      }
      diagnostics.header.stamp(port.rosNanos());
      diagnostics.statusCount = 2;
      controller(diagnostics.statuses[0], report);
      wire(diagnostics.statuses[1], report, wire, troubles);
      if (report.loop().isPresent()) {
        diagnostics.statusCount = 3;
        controlThread(diagnostics.statuses[2], report, report.loop().get());
      }
      port.publish(diagnostics);
      text.data.set(text(report, wire, troubles));
      port.publish(text);
    } catch (RuntimeException e) {
      log.warn("status not sent: {}", e.toString());
    }
  }

  private static void controller(Status status, ControllerReport report) {
    Severity severity = report.severity();
    status.level =
        severity.atLeast(Severity.BLOCK)
            ? Status.ERROR
            : severity == Severity.NONE ? Status.OK : Status.WARN;
    String failsafe = report.failsafe().map(Condition::title).orElse("none");
    status.message.set(report.failsafe().isPresent() ? failsafe : report.mode().name());
    begin(status, CONTROLLER, report);
    add(status, "mode", report.mode().name());
    add(status, "failsafe", failsafe);
    add(status, "severity", severity.name());
    add(status, "emergency_stops", report.stops().toString());
    add(status, "operator_has_robot", Boolean.toString(report.operatorHasIt()));
    add(status, "waiting_for", report.waitingFor());
    add(status, "snapshot", Long.toString(report.snapshotVersion()));
    add(status, "robot_time_s", String.format(Locale.ROOT, "%.2f", report.robotTimeS()));
    add(status, "internal_errors", Long.toString(report.internalErrors()));
    add(status, "unrecorded_ticks", Long.toString(report.unrecordedTicks()));
  }

  private static void wire(
      Status status, ControllerReport report, WireStatus wire, List<String> troubles) {
    status.level = troubles.isEmpty() ? Status.OK : Status.WARN;
    status.message.set(troubles.isEmpty() ? wire.peers().size() + " peers" : troubles.get(0));
    begin(status, WIRE, report);
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

  private static void controlThread(Status status, ControllerReport report, LoopReport loop) {
    status.level = report.refused().isEmpty() ? Status.OK : Status.WARN;
    status.message.set(
        report.refused().isEmpty() ? "" : "not permitted: " + String.join("; ", report.refused()));
    begin(status, CONTROL_THREAD, report);
    add(status, "ticks", Long.toString(loop.allLateness().count()));
    add(status, "deadlines_missed", Long.toString(loop.overruns()));
    add(status, "lateness_us", loop.lateness());
    add(status, "compute_us", loop.compute());
    add(status, "lateness_us since the start", loop.allLateness());
    add(status, "compute_us since the start", loop.allCompute());
  }

  private static void begin(Status status, String part, ControllerReport report) {
    status.name.set(NAME + part);
    status.hardwareId.set(report.robot());
    status.keys.length = 0;
    status.values.length = 0;
  }

  private static void add(Status status, String key, String value) {
    if (status.keys.length < Status.MOST_VALUES) {
      status.keys.values[status.keys.length++].set(key);
      status.values.values[status.values.length++].set(value);
    }
  }

  private static void add(Status status, String key, TickTimes times) {
    add(status, key, microseconds(times));
  }

  private static String microseconds(TickTimes times) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f",
        1e-3 * times.p50Nanos(),
        1e-3 * times.p99Nanos(),
        1e-3 * times.p999Nanos(),
        1e-3 * times.maxNanos());
  }

  private static String text(ControllerReport report, WireStatus wire, List<String> troubles) {
    StringBuilder lines = new StringBuilder();
    lines.append("robot: ").append(report.robot());
    lines.append("\nmode: ").append(report.mode());
    lines.append("\nfailsafe: ").append(report.failsafe().map(Condition::title).orElse("none"));
    lines.append("\nseverity: ").append(report.severity());
    report.stops().forEach(stop -> lines.append("\nemergency stop by: ").append(stop));
    if (!report.waitingFor().isEmpty()) {
      lines.append("\nwaiting for: ").append(report.waitingFor());
    }
    lines.append("\nsnapshot: ").append(report.snapshotVersion());
    lines.append(String.format(Locale.ROOT, "\nrobot_time_s: %.2f", report.robotTimeS()));
    if (report.loop().isPresent()) {
      LoopReport loop = report.loop().get();
      lines.append("\nlateness, µs: ").append(microseconds(loop.lateness()));
      lines.append("\ncompute, µs: ").append(microseconds(loop.compute()));
    }
    report.refused().forEach(refused -> lines.append("\nnot permitted: ").append(refused));
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
