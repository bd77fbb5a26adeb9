package io.mbmpo.launch.bench;

import io.mbmpo.launch.bench.WireRoundTrip.Turn;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** {@link WireRoundTrip}, told to people. */
public final class WireBench {
  private final int hz;
  private final double seconds;
  private final int joints;
  private final PrintWriter out;
  private final WireRoundTrip trip;

  /** Parameters as of {@link WireRoundTrip}. */
  public WireBench(Path root, int domain, int hz, double seconds, int joints, PrintWriter out) {
    this.hz = hz;
    this.seconds = seconds;
    this.joints = joints;
    this.out = out;
    trip = new WireRoundTrip(root, domain, hz, seconds, joints);
  }

  /**
   * Cyclone to Cyclone, ours and, where its workspace is sourced, the node on rcljava, by turns, so
   * many each; prints medians and their ratios.
   */
  public void run(int turns) {
    out.printf(
        Locale.ROOT,
        "round trip of %d joints at %d Hz, median of %d turns of %.1f s each, JDK %s%n",
        joints,
        hz,
        turns,
        seconds,
        Runtime.version());
    List<Turn> cyclone = new ArrayList<>();
    List<Turn> ours = new ArrayList<>();
    List<Turn> rcljava = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      cyclone.add(trip.cyclone());
      ours.add(trip.ours());
      trip.rcljava().ifPresent(rcljava::add);
    }
    line("Cyclone to Cyclone", cyclone);
    line("mbmpo to Cyclone", ours);
    ratio(ours, cyclone);
    if (!rcljava.isEmpty()) {
      line("rcljava to Cyclone", rcljava);
      ratio(rcljava, cyclone);
    }
    out.flush();
  }

  private void ratio(List<Turn> turns, List<Turn> reference) {
    out.printf(
        Locale.ROOT,
        "  ratio                p50 %.2f, p99 %.2f%n",
        median(turns, Turn::p50) / median(reference, Turn::p50),
        median(turns, Turn::p99) / median(reference, Turn::p99));
  }

  /** Ours alone without a pause; prints every turn, with this process's memory. */
  public void soak(int turns) {
    out.printf(Locale.ROOT, "%d joints at %d Hz, %d turns of %.1f s%n", joints, hz, turns, seconds);
    trip.soak(
        turns,
        (turn, mb) -> {
          out.printf(
              Locale.ROOT,
              "  p50 %.0f µs, p99 %.0f µs, %d lost, resident %.1f MB%n",
              turn.p50(),
              turn.p99(),
              turn.lost(),
              mb);
          out.flush();
        });
  }

  private void line(String what, List<Turn> turns) {
    out.printf(
        Locale.ROOT,
        "  %-20s p50 %.0f µs, p99 %.0f µs, %d lost%n",
        what,
        median(turns, Turn::p50),
        median(turns, Turn::p99),
        turns.stream().mapToInt(Turn::lost).sum());
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
    return turns.stream()
        .mapToDouble(value)
        .sorted()
        .skip(turns.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
