package io.mbmpo.launch.experiment;

import io.mbmpo.sim.benchmark.TaskOptions;

/**
 * Which task, in which version.
 *
 * @param name e.g. {@code half_cheetah}
 * @param options horizon, early termination, published setting, physics
 */
public record TaskChoice(String name, TaskOptions options) {}
