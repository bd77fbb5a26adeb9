package io.mbmpo.learner.dynamics;

import java.util.List;

/**
 * How a fit of the ensemble went. Losses are Eq. 1 in normalized units, mean over dimensions: 1 is
 * what a model reaches that knows only the mean change.
 *
 * @param models one entry per model
 * @param transitions learned from
 * @param dropped transitions left out because they held NaN or infinity
 */
public record FitReport(List<ModelFit> models, int transitions, int dropped) {
  public FitReport {
    models = List.copyOf(models);
  }

  /** Mean validation loss of the models as they are used. */
  public double validationLoss() {
    return models.stream().mapToDouble(ModelFit::validationLoss).average().orElse(Double.NaN);
  }

  /** Divergences of all models together. */
  public int divergences() {
    return models.stream().mapToInt(ModelFit::divergences).sum();
  }

  /** What ended a model's fit. */
  public enum End {
    /** The rolling validation loss rose. */
    EARLY_STOP,
    /** The setting's greatest number of epochs. */
    EPOCHS,
    /** The setting's greatest number of gradient steps. */
    STEPS,
    /** Diverged again and again, even with a small learning rate. */
    DIVERGED,
    /** Ended where predictions could be infinite; the parameters of before the fit were kept. */
    NOT_FINITE
  }

  /**
   * One model's fit.
   *
   * @param epochs passes over the training rows begun
   * @param steps gradient steps
   * @param initialLoss validation loss before the first step
   * @param validationLoss validation loss of the parameters kept, the best of the fit
   * @param divergences times the loss ran away and the best parameters were restored
   * @param end what ended it
   */
  public record ModelFit(
      int epochs, int steps, double initialLoss, double validationLoss, int divergences, End end) {}
}
