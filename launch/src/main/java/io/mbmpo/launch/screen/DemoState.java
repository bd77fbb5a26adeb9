package io.mbmpo.launch.screen;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.RobotStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that the screen shows, at one moment. Immutable; the {@code with} methods make the next one.
 *
 * @param robot robot's name
 * @param runFolder run folder as a person would type it
 * @param seed seed of the run
 * @param iterations iterations asked for
 * @param activity what happens while neither learner nor robot has said anything yet
 * @param elapsedS wall time since this command began, s
 * @param learner where the learner stands, empty before it said so
 * @param status the controller's last heartbeat, empty before the first
 * @param connected whether the link is up
 * @param linkReason why not
 * @param rows finished iterations
 * @param lastRowAtS {@code elapsedS} when the last of them finished
 * @param warnings newest last, at most {@link #WARNINGS}
 */
public record DemoState(
    String robot,
    String runFolder,
    long seed,
    int iterations,
    String activity,
    double elapsedS,
    Optional<LearnerProgress> learner,
    Optional<RobotStatus> status,
    boolean connected,
    String linkReason,
    List<IterationRow> rows,
    double lastRowAtS,
    List<String> warnings)
    implements Shown<DemoState> {

  /** Warnings kept. */
  public static final int WARNINGS = 3;

  private static final List<String> PHASES = List.of("collect", "fit", "meta-step");
  private static final int RECENT = 3;

  public DemoState {
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }

  /**
   * The beginning.
   *
   * @param rows iterations finished before this command began (resume)
   */
  public static DemoState begin(
      String robot, String runFolder, long seed, int iterations, List<IterationRow> rows) {
    return new DemoState(
        robot,
        runFolder,
        seed,
        iterations,
        "starting",
        0,
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        rows,
        0,
        List.of());
  }

  public DemoState withActivity(String next) {
    return copy(next, elapsedS, learner, status, connected, linkReason, rows, lastRowAtS, warnings);
  }

  @Override
  public DemoState at(double nextElapsedS) {
    return copy(
        activity, nextElapsedS, learner, status, connected, linkReason, rows, lastRowAtS, warnings);
  }

  @Override
  public List<String> lines(int width) {
    return ScreenLines.lines(this, width);
  }

  @Override
  public List<String> linesSince(DemoState before) {
    return PlainLines.between(before, this);
  }

  public DemoState with(LearnerProgress progress) {
    return copy(
        activity,
        elapsedS,
        Optional.of(progress),
        status,
        connected,
        linkReason,
        rows,
        lastRowAtS,
        warnings);
  }

  public DemoState with(RobotStatus next) {
    return copy(
        activity,
        elapsedS,
        learner,
        Optional.of(next),
        connected,
        linkReason,
        rows,
        lastRowAtS,
        warnings);
  }

  public DemoState withLink(boolean nextConnected, String reason) {
    return copy(
        activity, elapsedS, learner, status, nextConnected, reason, rows, lastRowAtS, warnings);
  }

  /** An iteration finished; one that comes again after a restart takes the place of the old. */
  public DemoState with(IterationRow row) {
    List<IterationRow> next = new ArrayList<>(rows);
    next.removeIf(old -> old.iteration() >= row.iteration());
    next.add(row);
    return copy(
        activity, elapsedS, learner, status, connected, linkReason, next, elapsedS, warnings);
  }

  public DemoState withWarning(String line) {
    List<String> next = new ArrayList<>(warnings);
    next.add(line);
    return copy(
        activity,
        elapsedS,
        learner,
        status,
        connected,
        linkReason,
        rows,
        lastRowAtS,
        next.subList(Math.max(0, next.size() - WARNINGS), next.size()));
  }

  /** The last finished iteration. */
  public Optional<IterationRow> lastRow() {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
  }

  /** Finished iterations. */
  public int done() {
    return lastRow().map(row -> row.iteration() + 1).orElse(0);
  }

  /** Share of all iterations that is done, the phases of the current one taken as equally long. */
  public double progress() {
    double within =
        learner
            .filter(now -> now.iteration() == done() && PHASES.contains(now.phase()))
            .map(now -> (PHASES.indexOf(now.phase()) + now.phaseDone()) / PHASES.size())
            .orElse(0.0);
    return Math.min(1, (done() + within) / Math.max(1, iterations));
  }

  /** Robot time so far, min. */
  public double robotMinutes() {
    return Math.max(
        lastRow().map(IterationRow::robotMinutes).orElse(0.0),
        status.map(now -> now.robotTimeS() / 60).orElse(0.0));
  }

  /** Wall time left, s, judged by the last iterations; NaN before the first. */
  public double leftS() {
    List<IterationRow> recent = rows.subList(Math.max(0, rows.size() - RECENT), rows.size());
    if (recent.isEmpty()) {
      return Double.NaN;
    }
    double mean = recent.stream().mapToDouble(IterationRow::durationS).average().orElse(0);
    double spent = Math.min(mean, elapsedS - lastRowAtS);
    return Math.max(0, mean * (iterations - done()) - spent);
  }

  private DemoState copy(
      String nextActivity,
      double nextElapsedS,
      Optional<LearnerProgress> nextLearner,
      Optional<RobotStatus> nextStatus,
      boolean nextConnected,
      String nextLinkReason,
      List<IterationRow> nextRows,
      double nextLastRowAtS,
      List<String> nextWarnings) {
    return new DemoState(
        robot,
        runFolder,
        seed,
        iterations,
        nextActivity,
        nextElapsedS,
        nextLearner,
        nextStatus,
        nextConnected,
        nextLinkReason,
        nextRows,
        nextLastRowAtS,
        nextWarnings);
  }
}
