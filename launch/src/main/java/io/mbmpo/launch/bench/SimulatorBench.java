package io.mbmpo.launch.bench;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.SimulatorSpeed;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How fast the embedded simulator runs alone, with the controller, and recorded; one after the
 * other and again, so that what else the machine does is shared by all.
 */
public final class SimulatorBench {
  private final RobotConfig config;
  private final int runs;
  private final double seconds;
  private final PrintWriter out;

  /**
   * @param runs of each
   * @param seconds simulated time of a run, s
   * @param out shows the figures
   */
  public SimulatorBench(RobotConfig config, int runs, double seconds, PrintWriter out) {
    this.config = config;
    this.runs = runs;
    this.seconds = seconds;
    this.out = out;
  }

  /** Measures and prints medians. */
  public void run() {
    List<SpeedReport> alone = new ArrayList<>();
    List<SpeedReport> controlled = new ArrayList<>();
    List<SpeedReport> recorded = new ArrayList<>();
    say(
        "%s, %d Hz, median of %d runs of %.0f s simulated, by turns, one thread, JDK %s",
        config.name(), config.control().tickRateHz(), runs, seconds, Runtime.version());
    for (int i = 0; i < runs; i++) {
      alone.add(SimulatorSpeed.measure(config, seconds));
      controlled.add(LockstepSpeed.measure(config, seconds));
      recorded.add(LockstepSpeed.measureRecorded(config, seconds));
    }
    line("simulator alone", alone);
    line("with the controller", controlled);
    line("and the recorder", recorded);
    say(
        "  recorded, it makes %.2f times the ticks a second; by processor time of its thread %.2f times",
        wall(controlled) / wall(recorded), cpu(controlled) / cpu(recorded));
  }

  private void line(String what, List<SpeedReport> reports) {
    double period = 1e-3 * config.control().tickPeriodNanos();
    say(
        "  %-20s %5.1f x real time, %5.1f µs a step; by processor time %5.1f x, %5.1f µs",
        what, period / wall(reports), wall(reports), period / cpu(reports), cpu(reports));
  }

  private static double wall(List<SpeedReport> reports) {
    return median(reports, Comparator.comparingDouble(SpeedReport::microsPerStep)).microsPerStep();
  }

  private static double cpu(List<SpeedReport> reports) {
    return median(reports, Comparator.comparingDouble(SpeedReport::cpuMicrosPerStep))
        .cpuMicrosPerStep();
  }

  private static SpeedReport median(List<SpeedReport> reports, Comparator<SpeedReport> by) {
    return reports.stream().sorted(by).skip(reports.size() / 2).findFirst().orElseThrow();
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
