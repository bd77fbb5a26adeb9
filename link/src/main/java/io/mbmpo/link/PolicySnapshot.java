package io.mbmpo.link;

/**
 * A policy with everything needed to run it. Arrays are owned by the snapshot and are not to be
 * changed.
 *
 * <p>The policy is a Gaussian MLP with tanh units: h₀ = (s − center)·scale, hᵢ₊₁ = tanh(hᵢ Wᵢ +
 * bᵢ), mean a = h_L W_L + b_L, standard deviation exp(log σ), one per action, independent of the
 * state. The joint target is {@code actionCenter + actionScale · clip(a, −1, 1)}, rad.
 *
 * @param runId run that learned it
 * @param robot robot it was learned for
 * @param configHash {@code RobotConfig.hash()} it was learned for
 * @param version rises with every snapshot of every run; see {@link SnapshotVersion}
 * @param iteration iteration of Alg. 1
 * @param role meta-policy θ or adapted policy θ′ₖ
 * @param task index k of the meta-task (adapted policies), −1 for the meta-policy
 * @param layerSizes observation size, hidden sizes, action size
 * @param parameters W₁ (row-major [in][out]), b₁, W₂, b₂, …, log σ
 * @param observationCenter subtracted from the observation
 * @param observationScale then multiplied with
 * @param actionCenterRad joint target at action 0, rad
 * @param actionScaleRad joint target offset at action 1, rad
 */
public record PolicySnapshot(
    String runId,
    String robot,
    String configHash,
    long version,
    int iteration,
    Role role,
    int task,
    int[] layerSizes,
    float[] parameters,
    float[] observationCenter,
    float[] observationScale,
    float[] actionCenterRad,
    float[] actionScaleRad) {

  /** Which policy of the algorithm a snapshot holds. */
  public enum Role {
    META,
    ADAPTED
  }

  /** Number of parameters of an MLP with these layer sizes, log σ included. */
  public static int parameterCount(int[] layerSizes) {
    int count = 0;
    for (int i = 0; i + 1 < layerSizes.length; i++) {
      count += (layerSizes[i] + 1) * layerSizes[i + 1];
    }
    return count + layerSizes[layerSizes.length - 1];
  }
}
