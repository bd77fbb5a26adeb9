package io.mbmpo.sim.benchmark;

/**
 * Whose time per action and start states: the two published ones differ, the bodies do not. Figures
 * of both are in docs/tasks.md.
 */
public enum Setting {
  /** OpenAI Gym's, which most published results use. */
  GYM,
  /** That of the program published with the paper. */
  PAPER_CODE
}
