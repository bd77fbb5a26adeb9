package io.mbmpo.launch.experiment;

/**
 * A state of the plane: a row of {@code map.csv}, y changing slowest.
 *
 * @param x first coordinate, m
 * @param y second coordinate, m
 * @param disagreement standard deviation of the models' predictions of the normalized change, mean
 *     over dimensions and over actions of the policy
 * @param kl KL(π_θ ‖ π_θ′ₖ), mean over the adapted policies
 */
public record MapRow(double x, double y, double disagreement, double kl) {}
