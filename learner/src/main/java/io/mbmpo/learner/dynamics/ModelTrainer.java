package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.FitReport.End;
import io.mbmpo.learner.dynamics.FitReport.ModelFit;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits one model (Alg. 1 line 4): minibatch Adam from where the last fit ended, on a train and
 * validation split drawn anew, until the rolling validation loss rises. The best parameters on the
 * validation rows are the ones kept. A loss that runs away is answered by going back to them with a
 * smaller learning rate.
 */
final class ModelTrainer {
  private static final Logger log = LoggerFactory.getLogger(ModelTrainer.class);

  /** Below this many rows nothing is held out: the model trains on and is validated on all. */
  static final int LEAST_ROWS_TO_SPLIT = 10;

  /** A validation loss this many times that of knowing nothing, or of the start, has diverged. */
  private static final double RUNAWAY = 10;

  private static final int MOST_DIVERGENCES = 6;
  private static final double RATE_CUT = 0.1;

  private final TrainingSession session;
  private final LearnerSettings.Model settings;
  private final FitData data;
  private final SplittableRandom random;
  private final int[] train;
  private final int[] validation;
  private final DoubleConsumer progress;

  private ModelState best;
  private double bestLoss;
  private int steps;

  /**
   * @param random draws the split and the order of the rows
   * @param progress told the share done after every epoch, in the calling thread
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
    int[] rows = new int[data.rows()];
    Arrays.setAll(rows, i -> i);
    if (rows.length < LEAST_ROWS_TO_SPLIT) {
      train = rows;
      validation = rows.clone();
    } else {
      shuffle(rows);
      int kept = (int) Math.round(settings.trainShare() * rows.length);
      kept = Math.max(1, Math.min(rows.length - 1, kept));
      train = Arrays.copyOfRange(rows, 0, kept);
      validation = Arrays.copyOfRange(rows, kept, rows.length);
    }
  }

  ModelFit fit() {
    double initialLoss = session.loss(data, validation);
    best = session.state();
    bestLoss = initialLoss;
    double runaway = RUNAWAY * Math.max(1, initialLoss);
    double rate = settings.learningRate();
    EarlyStop earlyStop = new EarlyStop(settings.persistence());
    int epochs = 0;
    int divergences = 0;
    End end = null;
    while (end == null) {
      if (epochs == settings.maxEpochs()) {
        end = End.EPOCHS;
      } else if (steps == settings.maxSteps()) {
        end = End.STEPS;
      } else {
        epochs++;
        double loss = epoch(rate) ? session.loss(data, validation) : Double.NaN;
        if (!(loss <= runaway)) {
          divergences++;
          session.restore(best);
          rate *= RATE_CUT;
          log.warn(
              "dynamics model diverged (validation loss {}); back to loss {}, learning rate {}",
              loss,
              bestLoss,
              rate);
          end = divergences == MOST_DIVERGENCES ? End.DIVERGED : null;
        } else {
          if (loss < bestLoss) {
            bestLoss = loss;
            best = session.state();
          }
          end = earlyStop.rises(loss) ? End.EARLY_STOP : null;
        }
        progress.accept(
            Math.max((double) epochs / settings.maxEpochs(), (double) steps / settings.maxSteps()));
      }
    }
    session.restore(best);
    progress.accept(1);
    return new ModelFit(epochs, steps, initialLoss, bestLoss, divergences, end);
  }

  /** One pass in batches of (almost) equal size; false as soon as a loss is not finite. */
  private boolean epoch(double rate) {
    shuffle(train);
    int batches = (train.length + settings.batch() - 1) / settings.batch();
    for (int i = 0; i < batches && steps < settings.maxSteps(); i++) {
      int from = (int) ((long) train.length * i / batches);
      int to = (int) ((long) train.length * (i + 1) / batches);
      steps++;
      if (!Float.isFinite(session.step(data, Arrays.copyOfRange(train, from, to), rate))) {
        return false;
      }
    }
    return true;
  }

  private void shuffle(int[] rows) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
