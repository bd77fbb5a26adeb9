package io.mbmpo.launch.bench;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.dynamics.EnsembleSpeed;
import io.mbmpo.learner.dynamics.FitReport;
import io.mbmpo.learner.policy.MetaOptimizer;
import io.mbmpo.learner.policy.MetaSpeed;
import io.mbmpo.learner.policy.StartStates;
import io.mbmpo.learner.tensors.GemmPeak;
import io.mbmpo.learner.tensors.Throughput;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How fast the learner is, part by part and as a whole, beside the peak of plain matrix products in
 * the same process. Every part is measured right after the peak, several times; medians are told.
 * By the wall, and by processor time as if every thread had a core of its own: where the two
 * differ, the machine was busy with something else.
 */
public final class LearnerSpeed {
  private final Task task;
  private final LearnerSettings settings;
  private final Workers workers;
  private final int runs;
  private final Consumer<String> line;
  private final List<Double> peaks = new ArrayList<>();

  /**
   * @param settings sizes
   * @param runs of each part
   * @param line told every line as soon as it is known
   */
  public LearnerSpeed(
      Task task, LearnerSettings settings, Workers workers, int runs, Consumer<String> line) {
    this.task = task;
    this.settings = settings;
    this.workers = workers;
    this.runs = runs;
    this.line = line;
  }

  /** One part measured, and the peak beside it, GFLOP/s by the wall and by processor time. */
  private record Sample(Throughput part, Throughput peak) {
    double share() {
      return part.gflops() / peak.gflops();
    }

    double shareByProcessor() {
      return part.gflops(1) / peak.gflops(1);
    }
  }

  /** Rollouts, meta-gradient, Fisher product and ensemble fit. */
  public void parts() {
    Transitions data = EnsembleSpeed.smooth(2000, task.observationSize(), task.actionSize());
    try (GemmPeak peak = new GemmPeak(workers);
        DynamicsEnsemble ensemble = ensemble(briefly(settings.model()))) {
      ensemble.fit(data, 1, done -> {});
      List<DynamicsModel> models = ensemble.models();
      try (MetaSpeed speed = new MetaSpeed(task, settings, models, StartStates.of(data), workers)) {
        Sample imagined = median(peak, speed::imagination);
        tell(
            "imagination",
            imagined,
            "%,.0f transitions/s".formatted(speed.transitions() / imagined.part().wallS()));
        tell("meta-gradient", median(peak, speed::gradient), "");
        tell("Fisher product", median(peak, speed::fisherProduct), "");
      } finally {
        models.forEach(DynamicsModel::close);
      }
    }
    EnsembleSpeed.Report fit =
        EnsembleSpeed.measure(
            task.observationSize(), task.actionSize(), settings.model(), workers, runs);
    line.accept(
        row(
            "ensemble training",
            1 / fit.stepsPerS(),
            fit.gflops(),
            fit.shareOfPeak() * fit.coresBusy() / workers.threads(),
            fit.shareOfPeak(),
            "%.0f steps of the ensemble/s".formatted(fit.stepsPerS())));
    peaks.add(fit.peakOfCores());
    line.accept(
        "peak of plain matrix products, by processor time: %.0f GFLOP/s"
            .formatted(peaks.stream().mapToDouble(p -> p).average().orElseThrow()));
  }

  /**
   * Line 4 to line 10 of Alg. 1 once.
   *
   * @param realTransitions to fit to
   */
  public void iteration(String name, int realTransitions) {
    Transitions data =
        EnsembleSpeed.smooth(realTransitions, task.observationSize(), task.actionSize());
    StartStates starts = StartStates.of(data);
    try (DynamicsEnsemble ensemble = ensemble(settings.model());
        MetaOptimizer optimizer = new MetaOptimizer(task, settings, workers)) {
      float[] theta = optimizer.initialParameters(1);
      List<Iteration> iterations = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        iterations.add(iterate(ensemble, optimizer, theta, data, starts, run));
      }
      iterations.sort(Comparator.comparingDouble(Iteration::seconds));
      Iteration median = iterations.get((runs - 1) / 2);
      line.accept(
          String.format(
              Locale.ROOT,
              "%-20s %8.2f s  %,9.0f imagined transitions/s  (%,d imagined; fit to %,d: %.1f s, %d"
                  + " steps; %d meta-steps: %.1f s; %.1f cores busy)",
              name,
              median.seconds(),
              imagined() / median.seconds(),
              imagined(),
              realTransitions,
              median.fit().wallS(),
              median.steps(),
              settings.meta().steps(),
              median.meta().wallS(),
              (median.fit().processorS() + median.meta().processorS()) / median.seconds()));
    }
  }

  private record Iteration(Throughput fit, Throughput meta, int steps) {
    double seconds() {
      return fit.wallS() + meta.wallS();
    }
  }

  private Iteration iterate(
      DynamicsEnsemble ensemble,
      MetaOptimizer optimizer,
      float[] theta,
      Transitions data,
      StartStates starts,
      int run) {
    FitReport[] report = new FitReport[1];
    Throughput fit = Throughput.of(0, () -> report[0] = ensemble.fit(data, run, done -> {}));
    List<DynamicsModel> models = ensemble.models();
    try {
      Throughput meta =
          Throughput.of(
              0,
              () -> {
                float[] now = theta;
                for (int j = 0; j < settings.meta().steps(); j++) {
                  now = optimizer.step(now, models, starts, j).theta();
                }
                optimizer.adapt(now, models, starts, 0);
              });
      int steps = report[0].models().stream().mapToInt(FitReport.ModelFit::steps).sum();
      return new Iteration(fit, meta, steps / models.size());
    } finally {
      models.forEach(DynamicsModel::close);
    }
  }

  /** Transitions imagined in an iteration: T and T′ of every meta-step. */
  private long imagined() {
    LearnerSettings.Meta meta = settings.meta();
    return 2L * meta.steps() * settings.tasks() * meta.rollouts() * meta.horizon();
  }

  private DynamicsEnsemble ensemble(LearnerSettings.Model model) {
    return new DynamicsEnsemble(task.observationSize(), task.actionSize(), model, workers, 1);
  }

  private static LearnerSettings.Model briefly(LearnerSettings.Model model) {
    return new LearnerSettings.Model(
        model.count(),
        model.hidden(),
        model.learningRate(),
        model.batch(),
        model.trainShare(),
        1,
        10,
        model.persistence());
  }

  private Sample median(GemmPeak peak, Supplier<Throughput> part) {
    List<Sample> samples = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      Throughput beside = peak.measure();
      samples.add(new Sample(part.get(), beside));
      peaks.add(beside.gflops(workers.threads()));
    }
    samples.remove(0); // the first run makes what later ones find
    samples.sort(Comparator.comparingDouble(Sample::shareByProcessor));
    return samples.get((runs - 1) / 2);
  }

  private void tell(String name, Sample sample, String more) {
    line.accept(
        row(
            name,
            sample.part().wallS(),
            sample.part().gflops(),
            sample.share(),
            sample.shareByProcessor(),
            more));
  }

  /** Heads the rows of {@link #parts}. */
  public static String heading() {
    return String.format(
        Locale.ROOT, "%-20s %10s %10s %10s %14s", "", "wall", "GFLOP/s", "of peak", "by processor");
  }

  private static String row(
      String name, double seconds, double gflops, double share, double byProcessor, String more) {
    return String.format(
        Locale.ROOT,
        "%-20s %8.4f s %10.0f %8.0f %% %12.0f %%   %s",
        name,
        seconds,
        gflops,
        100 * share,
        100 * byProcessor,
        more);
  }
}
