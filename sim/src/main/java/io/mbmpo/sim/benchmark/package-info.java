/**
 * The benchmark tasks of the MB-MPO paper: locomotion and an arm in MuJoCo, and a point in the
 * plane. {@link io.mbmpo.sim.benchmark.BenchmarkTasks} opens them by name.
 */
package io.mbmpo.sim.benchmark;
