/**
 * The systems that the paper compares MB-MPO with, one file each, on the same parts: ensemble,
 * imagination, baseline, trust region, store and checkpoints. What they do is a {@link
 * io.mbmpo.learner.Learning}; {@link io.mbmpo.learner.Learner} runs it.
 */
package io.mbmpo.learner.baselines;
