package io.mbmpo.learner.policy;

import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.types.TFloat32;

/**
 * The mean of the shares of several tasks or batches. The workers compute them side by side; they
 * are summed in order.
 */
final class MeanObjective implements TrustRegion.Objective {
  private final TFloat32 theta;
  private final List<Share> shares;
  private final Workers workers;

  /** What one task or batch contributes; called by several threads, each share by one at a time. */
  interface Share {
    float[] gradient(TFloat32 theta);

    float[] fisherProduct(TFloat32 theta, TFloat32 direction);

    TrustRegion.Evaluation evaluate(TFloat32 theta);
  }

  /**
   * @param theta θ_old
   * @param shares at least one
   */
  MeanObjective(TFloat32 theta, List<Share> shares, Workers workers) {
    this.theta = theta;
    this.shares = List.copyOf(shares);
    this.workers = workers;
  }

  @Override
  public double[] gradient() {
    return mean(share -> share.gradient(theta));
  }

  @Override
  public double[] fisherProduct(double[] v) {
    try (TFloat32 direction = NativeFloats.vector(Precision.floats(v))) {
      return mean(share -> share.fisherProduct(theta, direction));
    }
  }

  @Override
  public TrustRegion.Evaluation evaluate(double[] candidate) {
    try (TFloat32 tensor = NativeFloats.vector(Precision.floats(candidate))) {
      double surrogate = 0;
      double kl = 0;
      for (TrustRegion.Evaluation share : each(share -> share.evaluate(tensor))) {
        surrogate += share.surrogate() / shares.size();
        kl += share.kl() / shares.size();
      }
      return new TrustRegion.Evaluation(surrogate, kl);
    }
  }

  private double[] mean(Function<Share, float[]> part) {
    List<float[]> parts = each(part);
    double[] mean = new double[parts.get(0).length];
    for (float[] values : parts) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / (double) shares.size();
      }
    }
    return mean;
  }

  private <T> List<T> each(Function<Share, T> part) {
    return workers.map(shares.size(), k -> part.apply(shares.get(k)));
  }
}
