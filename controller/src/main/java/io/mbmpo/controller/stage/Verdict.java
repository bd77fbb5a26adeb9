package io.mbmpo.controller.stage;

import java.util.List;
import java.util.Map;

/**
 * What came of a stage.
 *
 * @param passed all of it is as it should be
 * @param checks one by one
 * @param figures what was measured, by name and unit
 */
public record Verdict(boolean passed, List<Check> checks, Map<String, Double> figures) {
  public Verdict {
    checks = List.copyOf(checks);
    figures = Map.copyOf(figures);
  }

  /** No check failed, also where that passes nothing: in a dry run. */
  public boolean inOrder() {
    return checks.stream().allMatch(Check::passed);
  }
}
