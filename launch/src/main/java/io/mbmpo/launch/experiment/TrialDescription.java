package io.mbmpo.launch.experiment;

import java.util.List;

/**
 * Contents of {@code trial.yaml}.
 *
 * @param experiment which experiment the trial is part of
 * @param plan what the trial is
 * @param startEpochSecond wall-clock second of the first start; base of snapshot versions
 * @param started the same for people, UTC
 * @param revision git revision of the code that started it, with {@code -dirty} when changed
 * @param jdk version of the JDK
 * @param commandLine arguments of the command that started it
 */
public record TrialDescription(
    String experiment,
    TrialPlan plan,
    long startEpochSecond,
    String started,
    String revision,
    String jdk,
    List<String> commandLine) {
  public TrialDescription {
    commandLine = List.copyOf(commandLine);
  }

  TrialDescription with(TrialPlan other) {
    return new TrialDescription(
        experiment, other, startEpochSecond, started, revision, jdk, commandLine);
  }
}
