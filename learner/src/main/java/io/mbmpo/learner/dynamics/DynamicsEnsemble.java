package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.SettingsException;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.tensorflow.types.TFloat32;

/**
 * K networks that predict the normalized change of state from state and action (section IV-A),
 * different by their first weights, their split of the data and its order. A fit depends on data
 * and seeds only, bit by bit, on any number of workers. Used by one learner thread.
 */
public final class DynamicsEnsemble implements AutoCloseable {
  private final int observationSize;
  private final int actionSize;
  private final LearnerSettings.Model settings;
  private final Workers workers;
  private final NetworkShape shape;
  private final TrainingGraph graph;
  private final List<TrainingSession> sessions = new ArrayList<>();
  private Optional<Normalization> normalization = Optional.empty();

  /**
   * @param workers fit the models in turns
   * @param seed of the first weights
   * @throws SettingsException for networks that memory cannot hold
   */
  public DynamicsEnsemble(
      int observationSize,
      int actionSize,
      LearnerSettings.Model settings,
      Workers workers,
      long seed) {
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.settings = settings;
    this.workers = workers;
    this.shape = NetworkShape.of(observationSize + actionSize, settings.hidden(), observationSize);
    FitMemory.check(shape, settings, workers.threads());
    this.graph = new TrainingGraph(shape, workers.device());
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < settings.count(); k++) {
      sessions.add(new TrainingSession(graph, ModelState.first(shape, random.split())));
    }
  }

  /**
   * Fits every model to the data, from where the last fit ended (Eq. 1, Alg. 1 line 4).
   *
   * @param seed of splits and orders; another one for every fit
   * @param progress told the share done, in [0, 1], rising; called on worker threads, one at a time
   * @throws IllegalArgumentException for no data, data of another size, or more than 1 % of rows
   *     with NaN or infinity
   */
  public FitReport fit(Transitions data, long seed, DoubleConsumer progress) {
    checkSizes(data);
    Transitions finite = FiniteRows.of(data);
    Normalization fitted = Normalization.of(finite);
    SharesDone shares = new SharesDone(settings.count(), progress);
    try (FitData rows =
        FitData.of(
            finite.count(),
            fitted.inputs(finite.observations(), finite.actions()),
            fitted.targets(finite.observations(), finite.nextObservations()))) {
      SplittableRandom random = new SplittableRandom(seed);
      List<ModelTrainer> trainers = new ArrayList<>();
      for (int k = 0; k < settings.count(); k++) {
        int model = k;
        trainers.add(
            new ModelTrainer(
                sessions.get(k),
                settings,
                rows,
                random.split(),
                share -> shares.report(model, share)));
      }
      workers.takeTurns(trainers, ModelTrainer::advance);
      normalization = Optional.of(fitted);
      return new FitReport(
          trainers.stream().map(ModelTrainer::fit).toList(),
          finite.count(),
          data.count() - finite.count());
    }
  }

  /**
   * The fitted models as fresh tensors; the caller closes them.
   *
   * @throws IllegalStateException before the first fit
   */
  public List<DynamicsModel> models() {
    Normalization fitted = fitted();
    List<DynamicsModel> models = new ArrayList<>();
    for (TrainingSession session : sessions) {
      float[] parameters = session.parameters();
      List<TFloat32> weights = new ArrayList<>();
      List<TFloat32> biases = new ArrayList<>();
      for (int layer = 0; layer < shape.layers(); layer++) {
        int from = shape.biases(layer);
        weights.add(NativeFloats.matrix(shape.weights(parameters, layer), shape.outputs(layer)));
        biases.add(
            NativeFloats.vector(Arrays.copyOfRange(parameters, from, from + shape.outputs(layer))));
      }
      models.add(
          new DynamicsModel(
              weights,
              biases,
              NativeFloats.vector(fitted.inputMean()),
              NativeFloats.vector(fitted.inputStd()),
              NativeFloats.vector(fitted.deltaMean()),
              NativeFloats.vector(fitted.deltaStd()),
              NativeFloats.vector(fitted.low()),
              NativeFloats.vector(fitted.high())));
    }
    return models;
  }

  /**
   * How much the models disagree: the standard deviation over the models of the normalized change
   * predicted, mean over the dimensions that change.
   *
   * @param observations s, row-major [rows][observation]
   * @param actions a, row-major [rows][action]
   * @return one value per row
   * @throws IllegalStateException before the first fit
   */
  public double[] disagreement(float[] observations, float[] actions) {
    Normalization fitted = fitted();
    int count = observations.length / observationSize;
    if (count == 0) {
      return new double[0];
    }
    try (FitData data =
        FitData.of(
            count, fitted.inputs(observations, actions), new float[count * observationSize])) {
      List<float[]> predictions = workers.map(settings.count(), k -> sessions.get(k).predict(data));
      double[] disagreement = new double[count];
      for (int row = 0; row < count; row++) {
        disagreement[row] = meanStd(predictions, row * observationSize, fitted.deltaStd());
      }
      return disagreement;
    }
  }

  /** What the next fit starts from, for a checkpoint. */
  public EnsembleState state() {
    return new EnsembleState(
        shape.sizes(), sessions.stream().map(TrainingSession::state).toList(), normalization);
  }

  /**
   * Goes on from a checkpoint: every later fit is the same as if nothing had happened.
   *
   * @throws IllegalArgumentException when the state is of networks of another number or size, or
   *     not finite
   */
  public void restore(EnsembleState state) {
    if (!state.layerSizes().equals(shape.sizes()) || state.models().size() != sessions.size()) {
      throw new IllegalArgumentException(
          "the saved ensemble has %d models of layers %s, the settings ask for %d of %s; resume with the settings it was saved with"
              .formatted(
                  state.models().size(), state.layerSizes(), sessions.size(), shape.sizes()));
    }
    for (int k = 0; k < sessions.size(); k++) {
      if (!state.models().get(k).isFinite()) {
        throw new IllegalArgumentException(
            "saved dynamics model %d holds NaN or infinity; resume from an older checkpoint"
                .formatted(k));
      }
    }
    for (int k = 0; k < sessions.size(); k++) {
      sessions.get(k).restore(state.models().get(k));
    }
    normalization = state.normalization();
  }

  private void checkSizes(Transitions data) {
    if (data.observationSize() != observationSize || data.actionSize() != actionSize) {
      throw new IllegalArgumentException(
          "transitions have %d observations and %d actions, the ensemble %d and %d"
              .formatted(data.observationSize(), data.actionSize(), observationSize, actionSize));
    }
  }

  private Normalization fitted() {
    return normalization.orElseThrow(
        () -> new IllegalStateException("the dynamics ensemble has not been fitted yet"));
  }

  private static double meanStd(List<float[]> predictions, int from, float[] deltaStd) {
    double sum = 0;
    int dimensions = 0;
    for (int i = 0; i < deltaStd.length; i++) {
      if (deltaStd[i] > 0) {
        double mean = 0;
        for (float[] prediction : predictions) {
          mean += prediction[from + i] / predictions.size();
        }
        double squares = 0;
        for (float[] prediction : predictions) {
          squares += Math.pow(prediction[from + i] - mean, 2);
        }
        sum += Math.sqrt(squares / predictions.size());
        dimensions++;
      }
    }
    return dimensions == 0 ? 0 : sum / dimensions;
  }

  /** Frees the native memory. The workers are left open. */
  @Override
  public void close() {
    sessions.forEach(TrainingSession::close);
    graph.close();
  }

  /** Turns the models' shares into one that rises. */
  private static final class SharesDone {
    private final double[] shares;
    private final DoubleConsumer progress;

    SharesDone(int models, DoubleConsumer progress) {
      this.shares = new double[models];
      this.progress = progress;
    }

    synchronized void report(int model, double share) {
      shares[model] = Math.min(1, share);
      progress.accept(Arrays.stream(shares).average().orElse(1));
    }
  }
}
