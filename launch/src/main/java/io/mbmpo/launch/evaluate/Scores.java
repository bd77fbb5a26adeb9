package io.mbmpo.launch.evaluate;

import com.google.common.math.Stats;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Evaluation episodes summed up, with their spread. */
public record Scores(List<Trial> trials) {
  public Scores {
    trials = List.copyOf(trials);
  }

  public double meanSpeedMS() {
    return mean(Trial::speedMS);
  }

  public long falls() {
    return trials.stream().filter(Trial::fell).count();
  }

  /** Mean sideways way over mean forward way; infinite for a robot that went nowhere. */
  public double driftShare() {
    return mean(trial -> Math.abs(trial.sidewaysM())) / Math.max(0, mean(Trial::forwardM));
  }

  /** A few lines for people: mean ± standard deviation over the episodes. */
  public List<String> lines() {
    return List.of(
        line("speed", "m/s", 2, Trial::speedMS),
        line("return", "", 2, Trial::episodeReturn),
        line("forward", "m", 2, Trial::forwardM),
        line("sideways", "m", 2, Trial::sidewaysM),
        driftShare() < 10
            ? String.format(Locale.ROOT, "drift      %5.1f %% of the way", 100 * driftShare())
            : "drift          – (it went nowhere)",
        line("tracking", "rad", 4, Trial::trackingRad),
        String.format(Locale.ROOT, "falls      %d of %d", falls(), trials.size()));
  }

  private String line(String name, String unit, int digits, ToDoubleFunction<Trial> value) {
    Stats stats = Stats.of(trials.stream().mapToDouble(value).toArray());
    return String.format(
        Locale.ROOT,
        "%-8s %7.Nf ± %.Nf %s (%.Nf to %.Nf)".replace("N", Integer.toString(digits)),
        name,
        stats.mean(),
        stats.populationStandardDeviation(),
        unit,
        stats.min(),
        stats.max());
  }

  private double mean(ToDoubleFunction<Trial> value) {
    return trials.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
