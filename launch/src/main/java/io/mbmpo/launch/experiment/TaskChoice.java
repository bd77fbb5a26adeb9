package io.mbmpo.launch.experiment;

/**
 * Which task, in which version.
 *
 * @param name e.g. {@code half_cheetah}
 * @param horizon longest episode, policy steps
 * @param earlyTermination whether a fall ends an episode
 * @param massFactor factor on all masses and inertias, 1 for the nominal task
 * @param motorStrengthFactor factor on all motor gears, 1 for the nominal task
 */
public record TaskChoice(
    String name,
    int horizon,
    boolean earlyTermination,
    double massFactor,
    double motorStrengthFactor) {

  /** The nominal task. */
  public static TaskChoice of(String name, int horizon, boolean earlyTermination) {
    return new TaskChoice(name, horizon, earlyTermination, 1, 1);
  }

  /** The same task with other masses and motors. */
  public TaskChoice changed(double mass, double motorStrength) {
    return new TaskChoice(name, horizon, earlyTermination, mass, motorStrength);
  }
}
