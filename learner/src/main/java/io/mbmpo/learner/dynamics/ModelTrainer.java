package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.FitReport.End;
import io.mbmpo.learner.dynamics.FitReport.ModelFit;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits one model (Alg. 1 line 4): minibatch Adam from where the last fit ended, on a train and
 * validation split drawn anew, until the rolling validation loss rises. The best parameters on the
 * validation rows are the ones kept. A loss that runs away is answered by going back to them with a
 * smaller learning rate.
 *
 * <p>The work is bounded by {@code maxSteps}, not by the data: a validation takes in no more rows
 * than that many steps train on.
 */
final class ModelTrainer {
  private static final Logger log = LoggerFactory.getLogger(ModelTrainer.class);

  /** Below this many rows nothing is held out: the model trains on and is validated on all. */
  static final int LEAST_ROWS_TO_SPLIT = 10;

  /** Most gradient steps between two looks at whether to go on: well under a second of work. */
  static final int STRETCH = 50;

  /** A validation loss this many times that of knowing nothing, or of the start, has diverged. */
  private static final double RUNAWAY = 10;

  /** Far more than a unit of a useful network can be, far from the greatest float. */
  private static final double GREATEST_UNIT = 1e30;

  private static final int MOST_DIVERGENCES = 6;
  private static final double RATE_CUT = 0.1;

  private final TrainingSession session;
  private final LearnerSettings.Model settings;
  private final FitData data;
  private final SplittableRandom random;
  private final DoubleConsumer progress;
  private final EarlyStop earlyStop;

  /**
   * The split: rows 0 to trainRows are trained on, those from validationFrom to validationTo not.
   */
  private final int trainRows;

  private final int validationFrom;
  private final int validationTo;

  /** Minibatches of an epoch, and the next one of this epoch. */
  private final int batches;

  private int batch;

  private ModelState before;
  private double initialLoss;
  private double bestLoss;
  private double rate;
  private int epochs;
  private int steps;
  private int divergences;
  private End end;

  /**
   * @param random draws the split and the order of the rows
   * @param progress told the share done in (0, 1] after every stretch, in the calling thread
   */
  ModelTrainer(
      TrainingSession session,
      LearnerSettings.Model settings,
      FitData data,
      SplittableRandom random,
      DoubleConsumer progress) {
    this.session = session;
    this.settings = settings;
    this.data = data;
    this.random = random;
    this.progress = progress;
    this.rate = settings.learningRate();
    this.earlyStop = new EarlyStop(settings.persistence());
    int rows = data.rows();
    if (rows < LEAST_ROWS_TO_SPLIT) {
      trainRows = rows;
      validationFrom = 0;
    } else {
      int share = (int) Math.round(settings.trainShare() * rows);
      trainRows = Math.max(1, Math.min(rows - 1, share));
      validationFrom = trainRows;
    }
    validationTo = (int) Math.min(rows, validationFrom + mostRows());
    batches = (trainRows + settings.batch() - 1) / settings.batch();
    batch = batches;
  }

  /**
   * Goes on for a stretch: to the end of the epoch, or {@value #STRETCH} steps of a longer one.
   * Called again and again until it says that the fit has ended, by any thread, one at a time.
   *
   * @return false when the fit has ended
   */
  boolean advance() {
    if (epochs == 0) {
      begin();
    }
    if (batch == batches) {
      session.drawEpoch(trainRows, random.nextLong());
      batch = 0;
      epochs++;
    }
    int to = Math.min(batches, batch + Math.min(STRETCH, settings.maxSteps() - steps));
    TrainingSession.Trained trained = session.train(data, batches, batch, to, rate);
    steps += trained.steps();
    batch = to;
    if (!Double.isFinite(trained.loss())) {
      diverged(trained.loss());
    } else if (batch == batches || steps == settings.maxSteps()) {
      endEpoch();
    }
    progress.accept(end == null ? share() : 1);
    return end == null;
  }

  /** How the fit went, once it has ended. */
  ModelFit fit() {
    return new ModelFit(epochs, steps, initialLoss, bestLoss, divergences, end);
  }

  private void begin() {
    session.drawSplit(data.rows(), random.nextLong());
    initialLoss = validationLoss();
    if (!Double.isFinite(initialLoss)) {
      beginAnew();
      initialLoss = validationLoss();
    }
    before = session.state();
    session.keep();
    bestLoss = initialLoss;
  }

  private void endEpoch() {
    double loss = validationLoss();
    if (!(loss <= RUNAWAY * Math.max(1, initialLoss))) {
      diverged(loss);
      return;
    }
    if (loss < bestLoss) {
      bestLoss = loss;
      session.keep();
    }
    if (earlyStop.rises(loss)) {
      end(End.EARLY_STOP);
    } else {
      endWhereSettingsDo();
    }
  }

  private void diverged(double loss) {
    divergences++;
    session.bringBack();
    rate *= RATE_CUT;
    batch = batches;
    log.warn(
        "dynamics model diverged (loss {}); back to loss {}, learning rate {}",
        loss,
        bestLoss,
        rate);
    if (divergences == MOST_DIVERGENCES) {
      end(End.DIVERGED);
    } else {
      endWhereSettingsDo();
    }
  }

  private void endWhereSettingsDo() {
    if (epochs == settings.maxEpochs()) {
      end(End.EPOCHS);
    } else if (steps == settings.maxSteps()) {
      end(End.STEPS);
    }
  }

  /** Settles on the best parameters, provided that they predict something for every state. */
  private void end(End why) {
    end = why;
    session.bringBack();
    if (!isBounded()) {
      end = End.NOT_FINITE;
      log.warn("dynamics model can predict infinity after its fit; back to what it was before");
      session.restore(before);
      if (!isBounded()) {
        beginAnew();
      }
      bestLoss = validationLoss();
    }
  }

  private void beginAnew() {
    log.warn("dynamics model can predict infinity; it begins anew from random parameters");
    session.restore(ModelState.first(session.shape(), random));
  }

  /** Whether no row, nor any state like those seen, can be predicted to be NaN or infinite. */
  private boolean isBounded() {
    return session.shape().greatestUnit(session.parameters(), data.reach()) <= GREATEST_UNIT;
  }

  private double share() {
    return Math.max((double) epochs / settings.maxEpochs(), (double) steps / settings.maxSteps());
  }

  private double validationLoss() {
    return session.loss(data, validationFrom, validationTo);
  }

  /** Rows that the most steps allowed train on. */
  private long mostRows() {
    return (long) settings.maxSteps() * settings.batch();
  }
}
