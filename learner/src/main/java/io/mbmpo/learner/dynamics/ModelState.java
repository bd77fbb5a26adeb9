package io.mbmpo.learner.dynamics;

/**
 * All that a model's next gradient step depends on, as plain arrays of equal length, in the order
 * v, g, b of each layer. Arrays are not to be changed.
 *
 * @param parameters φ
 * @param firstMoments Adam's m
 * @param secondMoments Adam's v
 * @param steps gradient steps taken since the first fit, Adam's t
 */
public record ModelState(
    float[] parameters, float[] firstMoments, float[] secondMoments, long steps) {}
