package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.data.Transitions;

/**
 * Mean and standard deviation of what the networks see and predict, and the range of states seen.
 * Arrays are not to be changed.
 *
 * @param inputMean μ_x [observation + action]; actions are clipped to [−1, 1] before
 * @param inputStd σ_x; 1 for columns that never changed
 * @param deltaMean μ_Δ [observation] of Δs = s′ − s
 * @param deltaStd σ_Δ; 0 for columns whose Δs never changed, which makes their prediction exact
 * @param low least value seen in s and s′, less {@value #MARGIN} of the range
 * @param high greatest value seen in s and s′, plus {@value #MARGIN} of the range
 */
public record Normalization(
    float[] inputMean,
    float[] inputStd,
    float[] deltaMean,
    float[] deltaStd,
    float[] low,
    float[] high) {
  static final double MARGIN = 0.05;

  /** Spread relative to the mean below which a column counts as constant: float32 rounding. */
  private static final double CONSTANT = 1e-6;

  /** Of transitions that are all finite; at least one. */
  static Normalization of(Transitions data) {
    int observation = data.observationSize();
    int inputs = observation + data.actionSize();
    Column[] input = columns(inputs);
    Column[] delta = columns(observation);
    Column[] state = columns(observation);
    for (int row = 0; row < data.count(); row++) {
      for (int i = 0; i < observation; i++) {
        float s = data.observations()[row * observation + i];
        float next = data.nextObservations()[row * observation + i];
        input[i].add(s);
        delta[i].add((double) next - s);
        state[i].add(s);
        state[i].add(next);
      }
      for (int i = 0; i < data.actionSize(); i++) {
        input[observation + i].add(clip(data.actions()[row * data.actionSize() + i]));
      }
    }
    Normalization made =
        new Normalization(
            new float[inputs],
            new float[inputs],
            new float[observation],
            new float[observation],
            new float[observation],
            new float[observation]);
    for (int i = 0; i < inputs; i++) {
      made.inputMean[i] = (float) input[i].mean;
      made.inputStd[i] = (float) (input[i].std() == 0 ? 1 : input[i].std());
    }
    for (int i = 0; i < observation; i++) {
      made.deltaMean[i] = (float) delta[i].mean;
      made.deltaStd[i] = (float) delta[i].std();
      double margin = MARGIN * (state[i].max - state[i].min);
      made.low[i] = (float) (state[i].min - margin);
      made.high[i] = (float) (state[i].max + margin);
    }
    return made;
  }

  /** (x − μ_x)/σ_x of every row, row-major [rows][observation + action]. */
  float[] inputs(float[] observations, float[] actions) {
    int observation = deltaMean.length;
    int action = inputMean.length - observation;
    int rows = observations.length / observation;
    float[] inputs = new float[rows * inputMean.length];
    for (int row = 0, at = 0; row < rows; row++) {
      for (int i = 0; i < inputMean.length; i++, at++) {
        float x =
            i < observation
                ? observations[row * observation + i]
                : clip(actions[row * action + i - observation]);
        inputs[at] = (x - inputMean[i]) / inputStd[i];
      }
    }
    return inputs;
  }

  /** (Δs − μ_Δ)/σ_Δ of every row, row-major [rows][observation]; 0 in constant columns. */
  float[] targets(float[] observations, float[] nextObservations) {
    float[] targets = new float[observations.length];
    for (int at = 0; at < targets.length; at++) {
      int i = at % deltaMean.length;
      float delta = nextObservations[at] - observations[at];
      targets[at] = deltaStd[i] == 0 ? 0 : (delta - deltaMean[i]) / deltaStd[i];
    }
    return targets;
  }

  private static float clip(float action) {
    return Math.max(-1, Math.min(1, action));
  }

  private static Column[] columns(int n) {
    Column[] columns = new Column[n];
    for (int i = 0; i < n; i++) {
      columns[i] = new Column();
    }
    return columns;
  }

  /** Running mean, variance (Welford) and range. */
  private static final class Column {
    private long count;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double x) {
      count++;
      double off = x - mean;
      mean += off / count;
      squares += off * (x - mean);
      min = Math.min(min, x);
      max = Math.max(max, x);
    }

    /** Standard deviation, or 0 where only rounding moves the column. */
    double std() {
      double std = Math.sqrt(squares / count);
      double magnitude = Math.max(Math.abs(mean), Math.max(Math.abs(min), Math.abs(max)));
      return std <= CONSTANT * magnitude || std <= Float.MIN_NORMAL ? 0 : std;
    }
  }
}
