package io.mbmpo.launch.rehearsal;

import com.google.common.math.Stats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One stage of one start: a row of {@code summary.csv}.
 *
 * @param ground Gazebo's ground
 * @param stage what was measured, {@link Stage#text}
 * @param run run that learned the meta-policy
 * @param seed of the rehearsal
 * @param episodes episodes that measured the policy's mean
 * @param returnMean mean of their undiscounted returns
 * @param returnStd standard deviation of these
 * @param speedMS mean forward speed, m/s
 * @param falls episodes that ended in a fall
 * @param collectedEpisodes episodes that were learned from in Gazebo
 * @param collectedFalls of them, those that ended in a fall
 * @param policyMin robot time of them under the policy, min
 * @param robotMin robot time of them with standing up and lying down, min
 */
public record SummaryRow(
    String ground,
    String stage,
    String run,
    long seed,
    int episodes,
    double returnMean,
    double returnStd,
    double speedMS,
    int falls,
    int collectedEpisodes,
    int collectedFalls,
    double policyMin,
    double robotMin) {

  /**
   * @param rows how the policy was measured, at least one
   * @param collected what it was learned from in Gazebo; may be none
   */
  static SummaryRow of(List<EvaluationRow> rows, List<CollectedRow> collected) {
    EvaluationRow first = rows.get(0);
    Stats returns = Stats.of(rows.stream().mapToDouble(EvaluationRow::episodeReturn).toArray());
    return new SummaryRow(
        first.ground(),
        first.stage(),
        first.run(),
        first.seed(),
        rows.size(),
        returns.mean(),
        returns.populationStandardDeviation(),
        rows.stream().mapToDouble(EvaluationRow::speedMS).average().orElse(Double.NaN),
        rows.stream().mapToInt(EvaluationRow::fell).sum(),
        collected.size(),
        collected.stream().mapToInt(CollectedRow::fell).sum(),
        minutes(collected, CollectedRow::policyS),
        minutes(collected, CollectedRow::robotS));
  }

  private static double minutes(List<CollectedRow> rows, ToDoubleFunction<CollectedRow> seconds) {
    return rows.stream().mapToDouble(seconds).sum() / 60;
  }
}
