package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.evaluate.Trial;

/**
 * One episode that measured a policy's mean: a row of {@code evaluations.csv}.
 *
 * @param ground Gazebo's ground, also in the rows of the embedded simulator
 * @param stage what was measured, {@link Stage#text}
 * @param run run that learned the meta-policy
 * @param seed of the rehearsal
 * @param episode number, from 0
 * @param episodeReturn undiscounted return, of the true motion
 * @param seconds time under the policy, s
 * @param forwardM way forward, m
 * @param sidewaysM way to the left, m
 * @param fell 1 when it ended in a fall, else 0
 * @param end what ended it
 */
public record EvaluationRow(
    String ground,
    String stage,
    String run,
    long seed,
    int episode,
    double episodeReturn,
    double seconds,
    double forwardM,
    double sidewaysM,
    int fell,
    String end) {

  static EvaluationRow of(String ground, Stage stage, Start start, int episode, Trial trial) {
    return new EvaluationRow(
        ground,
        stage.text(),
        start.run(),
        start.seed(),
        episode,
        trial.episodeReturn(),
        trial.seconds(),
        trial.forwardM(),
        trial.sidewaysM(),
        trial.fell() ? 1 : 0,
        trial.end());
  }

  /** Mean forward speed, m/s. */
  double speedMS() {
    return seconds == 0 ? 0 : forwardM / seconds;
  }
}
