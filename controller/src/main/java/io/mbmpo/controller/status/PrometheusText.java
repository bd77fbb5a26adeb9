package io.mbmpo.controller.status;

import io.mbmpo.controller.loop.LoopReport;
import io.mbmpo.controller.loop.TickTimes;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import java.util.Locale;

/** A report in Prometheus' text format, version 0.0.4. */
final class PrometheusText {
  /** Media type of the text. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(8192);
  private final String robot;

  private PrometheusText(String robot) {
    this.robot = robot;
  }

  static String of(ControllerReport report) {
    PrometheusText metrics = new PrometheusText(report.robot());
    metrics.controller(report);
    report.loop().ifPresent(metrics::loop);
    return metrics.text.toString();
  }

  private void controller(ControllerReport report) {
    head("mode", "gauge", "1 for the safety mode that the controller is in.");
    for (Mode mode : Mode.values()) {
      sample("mode", "mode=\"" + mode + "\"", report.mode() == mode ? 1 : 0);
    }
    head("failsafe", "gauge", "1 for the most severe failsafe that applies.");
    for (Condition condition : Condition.values()) {
      boolean applies = report.failsafe().filter(condition::equals).isPresent();
      sample("failsafe", "condition=\"" + condition + "\"", applies ? 1 : 0);
    }
    head("emergency_stop", "gauge", "1 for an emergency stop that is pressed.");
    for (EmergencyStop.Source source : EmergencyStop.Source.values()) {
      int pressed = report.stops().contains(source) ? 1 : 0;
      sample("emergency_stop", "source=\"" + source + "\"", pressed);
    }
    double hasIt = report.operatorHasIt() ? 1 : 0;
    single("operator_has_robot", "gauge", "1 while its operator has it.", hasIt);
    head("snapshot_info", "gauge", "Names the snapshot that ran last or runs.");
    sample("snapshot_info", "version=\"" + report.snapshotVersion() + "\"", 1);
    single("policy_seconds_total", "counter", "Time driven by policies.", report.robotTimeS());
    double errors = report.internalErrors();
    single("internal_errors_total", "counter", "Ticks that threw an exception.", errors);
    double unrecorded = report.unrecordedTicks();
    single("unrecorded_ticks_total", "counter", "Ticks the recorder had no time for.", unrecorded);
  }

  private void loop(LoopReport loop) {
    single(
        "tick_overruns_total", "counter", "Deadlines missed altogether.", (double) loop.overruns());
    histogram("tick_lateness_seconds", "How late ticks came.", loop.allLateness());
    histogram("tick_compute_seconds", "How long ticks took.", loop.allCompute());
    recent("tick_lateness_recent_seconds", "How late, in the last half second.", loop.lateness());
    recent("tick_compute_recent_seconds", "How long, in the last half second.", loop.compute());
  }

  private void histogram(String name, String help, TickTimes times) {
    head(name, "histogram", help);
    for (int i = 0; i < times.upTo().size(); i++) {
      String bound = number(TickTimes.BOUNDS_NANOS.get(i) * 1e-9);
      sample(name + "_bucket", "le=\"" + bound + "\"", times.upTo().get(i));
    }
    double count = (double) times.count();
    sample(name + "_bucket", "le=\"+Inf\"", count);
    sample(name + "_sum", "", times.meanNanos() * count * 1e-9);
    sample(name + "_count", "", count);
  }

  private void recent(String name, String help, TickTimes times) {
    head(name, "gauge", help);
    sample(name, "quantile=\"0.5\"", times.p50Nanos() * 1e-9);
    sample(name, "quantile=\"0.99\"", times.p99Nanos() * 1e-9);
    sample(name, "quantile=\"0.999\"", times.p999Nanos() * 1e-9);
    sample(name, "quantile=\"1\"", times.maxNanos() * 1e-9);
  }

  private void single(String name, String type, String help, double value) {
    head(name, type, help);
    sample(name, "", value);
  }

  private void head(String name, String type, String help) {
    text.append("# HELP mbmpo_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE mbmpo_").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, String label, double value) {
    text.append("mbmpo_").append(name).append("{robot=\"").append(robot).append('"');
    text.append(label.isEmpty() ? "" : ",").append(label).append("} ");
    text.append(number(value)).append('\n');
  }

  /** Whole numbers whole, others to nine digits. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.9g", value);
  }
}
