package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.tensors.GemmPeak;
import io.mbmpo.learner.tensors.Throughput;
import io.mbmpo.learner.tensors.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How fast an ensemble is fitted, against the peak of plain matrix products measured right before
 * and after. Whole fits are timed, validation and shuffling included; only the matrix products of
 * gradient steps count as work.
 */
public final class EnsembleSpeed {
  private static final int EPOCHS = 3;
  private static final int BATCHES = 40;
  private static final double TRAIN_SHARE = 0.8;

  private final LearnerSettings.Model settings;
  private final Workers workers;
  private final Transitions data;
  private final double operations;

  /**
   * What was measured, medians of the rounds.
   *
   * @param stepsPerS gradient steps of the whole ensemble a second, by the wall
   * @param gflops of gradient steps, by the wall: 3 · 2 · batch · weights operations a step
   * @param gflopsOfCores the same by processor time, as if every thread had had a core of its own
   * @param peakOfCores of plain matrix products, likewise
   * @param shareOfPeak the one by the other
   * @param coresBusy processor time by wall time of the fits; less than the threads on a machine
   *     that is busy otherwise
   */
  public record Report(
      double stepsPerS,
      double gflops,
      double gflopsOfCores,
      double peakOfCores,
      double shareOfPeak,
      double coresBusy) {}

  private EnsembleSpeed(
      int observationSize, int actionSize, LearnerSettings.Model model, Workers workers) {
    this.workers = workers;
    settings =
        new LearnerSettings.Model(
            model.count(),
            model.hidden(),
            model.learningRate(),
            model.batch(),
            TRAIN_SHARE,
            EPOCHS,
            EPOCHS * BATCHES,
            model.persistence());
    data =
        smooth(
            (int) Math.round(BATCHES * model.batch() / TRAIN_SHARE), observationSize, actionSize);
    double weights = 0;
    NetworkShape shape =
        NetworkShape.of(observationSize + actionSize, model.hidden(), observationSize);
    for (int layer = 0; layer < shape.layers(); layer++) {
      weights += (double) shape.inputs(layer) * shape.outputs(layer);
    }
    operations = 6 * weights * model.batch() * EPOCHS * BATCHES * model.count();
  }

  /**
   * Measures on smooth synthetic data; a round takes some seconds at the paper's size.
   *
   * @param model sizes; how long to fit is chosen here
   * @param rounds fits to take the median of, after one that warms up
   */
  public static Report measure(
      int observationSize,
      int actionSize,
      LearnerSettings.Model model,
      Workers workers,
      int rounds) {
    return new EnsembleSpeed(observationSize, actionSize, model, workers).measure(rounds);
  }

  private Report measure(int rounds) {
    List<Throughput> fits = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    int threads = workers.threads();
    try (GemmPeak gemm = new GemmPeak(workers);
        DynamicsEnsemble ensemble =
            new DynamicsEnsemble(data.observationSize(), data.actionSize(), settings, workers, 1)) {
      ensemble.fit(data, 0, done -> {});
      for (int round = 1; round <= rounds; round++) {
        int seed = round;
        double before = gemm.measure().gflops(threads);
        Throughput fit = Throughput.of(operations, () -> ensemble.fit(data, seed, done -> {}));
        double peak = (before + gemm.measure().gflops(threads)) / 2;
        fits.add(fit);
        peaks.add(peak);
        shares.add(fit.gflops(threads) / peak);
      }
    }
    return new Report(
        median(fits, fit -> EPOCHS * BATCHES / fit.wallS()),
        median(fits, Throughput::gflops),
        median(fits, fit -> fit.gflops(threads)),
        median(peaks, peak -> peak),
        median(shares, share -> share),
        median(fits, Throughput::coresBusy));
  }

  private static <T> double median(List<T> rounds, ToDoubleFunction<T> value) {
    return rounds.stream()
        .map(value::applyAsDouble)
        .sorted(Comparator.naturalOrder())
        .skip((rounds.size() - 1) / 2)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Synthetic: s′ᵢ = sᵢ + 0.1 sin(sᵢ₊₁) + 0.1 a, states in ±2 and actions in ±1. */
  public static Transitions smooth(int count, int observationSize, int actionSize) {
    SplittableRandom random = new SplittableRandom(1);
    float[] s = uniform(random, count * observationSize, 2);
    float[] a = uniform(random, count * actionSize, 1);
    float[] next = new float[s.length];
    for (int i = 0; i < s.length; i++) {
      int row = i / observationSize;
      int following = row * observationSize + (i + 1) % observationSize;
      double action = a[row * actionSize + i % actionSize];
      next[i] = (float) (s[i] + 0.1 * Math.sin(s[following]) + 0.1 * action);
    }
    return new Transitions(observationSize, actionSize, s, a, next, new int[] {0});
  }

  private static float[] uniform(SplittableRandom random, int n, double limit) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (limit * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
