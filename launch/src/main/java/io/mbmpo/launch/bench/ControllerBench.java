package io.mbmpo.launch.bench;

import io.mbmpo.launch.setup.BenchSetup;
import io.mbmpo.launch.setup.Shell;
import io.mbmpo.robotconfigs.ControlConfig;
import io.mbmpo.robotconfigs.RealTimeConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The control thread's punctuality beside {@code cyclictest}'s, at the same priority and period, in
 * turns of a few seconds, so that what disturbs the machine disturbs both: a virtual machine's host
 * takes it away by fits, now and then for longer than a tick.
 */
public final class ControllerBench {
  private static final double MAX_P99_RATIO = 0.5;
  private static final double MAX_P999_RATIO = 1.2;
  private static final double MAX_COMPUTE_MICROS = 20;
  private static final int DIGITS = 3;
  private static final double SLICE_S = 10;
  private static final double LITTER_MB_S = 200;

  private final RobotConfig config;
  private final int runs;
  private final double seconds;
  private final PrintWriter out;

  /**
   * @param seconds length of a run
   * @param out shows progress and figures
   */
  public ControllerBench(RobotConfig robot, int rateHz, int runs, double seconds, PrintWriter out) {
    config = atRate(robot, rateHz);
    this.runs = runs;
    this.seconds = seconds;
    this.out = out;
  }

  /**
   * Measures on an idle machine, then under load if wanted, then with a busy collector.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when a program is missing or may not run
   */
  public void run(Shell shell, boolean load) throws InterruptedException {
    BenchSetup.require(shell, "cyclictest");
    if (load) {
      BenchSetup.require(shell, "stress-ng");
    }
    RealTimeConfig realTime = config.onboard().realTime();
    say(
        "%s, %d Hz, SCHED_FIFO %d, spin %.0f µs, median of %d runs of %.0f s, in turns of %.0f s, JDK %s, %s",
        config.name(),
        config.control().tickRateHz(),
        realTime.priority(),
        1e6 * realTime.spinS(),
        runs,
        seconds,
        seconds / slices(),
        Runtime.version(),
        collector());
    say("lateness, µs                  p50       p99     p99.9       max");
    inTurns("idle");
    if (load) {
      try (StressLoad stress = new StressLoad()) {
        inTurns("loaded");
      }
    }
    withLitter();
  }

  private void inTurns(String machine) throws InterruptedException {
    List<Lateness> sticks = new ArrayList<>();
    List<LoopRun> loops = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Histogram stick = new Histogram(DIGITS);
      LoopRun loop = null;
      for (int slice = 0; slice < slices(); slice++) {
        double length = seconds / slices();
        stick.add(
            Cyclictest.run(config.onboard().realTime(), config.control().tickRateHz(), length));
        LoopRun next = LoopRun.measure(config, length);
        loop = loop == null ? next : loop.and(next);
      }
      sticks.add(Lateness.of(stick));
      loops.add(loop);
    }
    Lateness stick = Lateness.median(sticks);
    Lateness loop =
        Lateness.median(loops.stream().map(run -> Lateness.of(run.lateness())).toList());
    Lateness ratio = loop.over(stick);
    row(machine, "cyclictest", stick, "%10.1f");
    row("", "mbmpo", loop, "%10.1f");
    row("", "ratio", ratio, "%10.2f");
    bar("lateness p99", ratio.p99(), MAX_P99_RATIO, "× cyclictest's");
    bar("lateness p99.9", ratio.p999(), MAX_P999_RATIO, "× cyclictest's");
    double compute =
        median(
            loops.stream()
                .mapToDouble(run -> 1e-3 * run.compute().getValueAtPercentile(99))
                .toArray());
    bar("tick compute p99", compute, MAX_COMPUTE_MICROS, "µs");
    say(
        "        tick compute p50 %.1f µs, p99.9 %.1f µs",
        median(
            loops.stream()
                .mapToDouble(run -> 1e-3 * run.compute().getValueAtPercentile(50))
                .toArray()),
        median(
            loops.stream()
                .mapToDouble(run -> 1e-3 * run.compute().getValueAtPercentile(99.9))
                .toArray()));
    long ticks = loops.stream().mapToLong(run -> run.compute().getTotalCount()).sum();
    long bytes = loops.stream().mapToLong(LoopRun::allocatedBytes).sum();
    long overruns = loops.stream().mapToLong(LoopRun::overruns).sum();
    say(
        "        allocated in %,d ticks: %,d bytes %s; deadlines missed altogether: %,d",
        ticks, bytes, bytes == 0 ? "(met)" : "(MISSED, 0 wanted)", overruns);
    loops.stream()
        .flatMap(run -> run.refused().stream())
        .distinct()
        .forEach(refused -> say("        not permitted: %s", refused));
    loops.forEach(this::ended);
  }

  private int slices() {
    return (int) Math.max(1, Math.round(seconds / SLICE_S));
  }

  private void ended(LoopRun run) {
    if (!run.endedBy().isEmpty()) {
      say("        the policy was ended by: %s (MISSED)", run.endedBy());
    }
  }

  /** Pauses that would reach the loop would show in its lateness. */
  private void withLitter() throws InterruptedException {
    LoopRun run;
    long pauses;
    double mean;
    double longest;
    try (Litter litter = new Litter(LITTER_MB_S);
        PauseWatch watch = new PauseWatch()) {
      run = LoopRun.measure(config, seconds);
      pauses = watch.count();
      mean = watch.meanMicros();
      longest = watch.longestMicros();
    }
    row("litter", "mbmpo", Lateness.of(run.lateness()), "%10.1f");
    say(
        "        beside a thread that allocates %.0f MB/s: %d collector pauses, mean %.1f µs, longest"
            + " %.1f µs",
        LITTER_MB_S, pauses, mean, longest);
    ended(run);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private void row(String machine, String who, Lateness l, String figure) {
    String figures =
        (figure + figure + figure + figure).formatted(l.p50(), l.p99(), l.p999(), l.max());
    say("%-8s%-13s%s", machine, who, figures);
  }

  private void bar(String what, double figure, double most, String unit) {
    say(
        "        %s: %.2f %s, bar %.1f: %s",
        what, figure, unit, most, figure <= most ? "met" : "MISSED");
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .collect(Collectors.joining(", "));
  }

  private static RobotConfig atRate(RobotConfig robot, int rateHz) {
    ControlConfig control = robot.control();
    return robot.with(
        new ControlConfig(
            rateHz, control.policyRateHz(), control.actionFilter(), control.targetRateRadS()));
  }
}
