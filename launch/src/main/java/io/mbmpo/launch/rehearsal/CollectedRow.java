package io.mbmpo.launch.rehearsal;

/**
 * One episode that was learned from: a row of {@code collected.csv}. Times are counted in ticks of
 * the controller.
 *
 * @param ground Gazebo's ground
 * @param stage what it was for, {@link Stage#text}
 * @param run run that learned the meta-policy
 * @param seed of the rehearsal
 * @param iteration of the fine-tuning or of Alg. 1
 * @param episode its id
 * @param exploration how actions were drawn
 * @param episodeReturn undiscounted return
 * @param fell 1 when it ended in a fall, else 0
 * @param policyS time under the policy, s
 * @param robotS time from the reset until the robot lay still again: standing up and lying down
 *     included, s
 * @param end what ended it
 */
public record CollectedRow(
    String ground,
    String stage,
    String run,
    long seed,
    int iteration,
    String episode,
    String exploration,
    double episodeReturn,
    int fell,
    double policyS,
    double robotS,
    String end) {}
