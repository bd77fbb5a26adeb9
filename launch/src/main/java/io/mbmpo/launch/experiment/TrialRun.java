package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.task.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** One trial from its last checkpoint to its end; a row of the curve after every iteration. */
public final class TrialRun {
  private static final int CHECKPOINTS_KEPT = 2;

  private final TrialFolder folder;
  private final Environments environments;
  private final Compute compute;
  private final LongSupplier nanoTime;

  /**
   * @param compute threads and device
   * @param nanoTime monotonic clock, ns
   */
  public TrialRun(
      TrialFolder folder, Environments environments, Compute compute, LongSupplier nanoTime) {
    this.folder = folder;
    this.environments = environments;
    this.compute = compute;
    this.nanoTime = nanoTime;
  }

  /** Checkpoints of a trial. */
  static CheckpointFolder checkpoints(TrialFolder folder) {
    return new CheckpointFolder(folder.checkpoints(), folder.plan().trial(), CHECKPOINTS_KEPT);
  }

  /** Names of everything in a trial. */
  static RunIdentity identity(
      TrialFolder folder, Environments environments, Environment environment) {
    TrialPlan plan = folder.plan();
    float[] ones = new float[environment.task().actionSize()];
    Arrays.fill(ones, 1);
    return new RunIdentity(
        plan.trial(),
        folder.description().startEpochSecond(),
        new RobotIdentity(
            plan.task().name(),
            environments.configHash(plan.task()),
            environment.policyPeriodS(),
            new float[ones.length],
            ones),
        environment.task(),
        plan.learner().meta().hidden());
  }

  /**
   * Runs the trial to its end and marks it as finished.
   *
   * @param stop asked often; true ends the run in order
   * @param conclusion run when training is over, before the trial counts as finished
   * @throws LearningStopped when {@code stop} said so
   */
  public void run(BooleanSupplier stop, Runnable conclusion) {
    TrialPlan plan = folder.plan();
    try (RunLock lock = folder.lock();
        Environment environment = environments.open(plan.task())) {
      CheckpointFolder checkpoints = checkpoints(folder);
      int next = checkpoints.newest().map(Checkpoint::iteration).orElse(-1) + 1;
      try (RecordCsv<CurveRow> csv =
          RecordCsv.open(folder.curve(), CurveRow.class, row -> row.iteration() < next)) {
        List<CurveRow> rows = folder.rows();
        RunIdentity run = identity(folder, environments, environment);
        Curve curve = new Curve(run, environment, csv, rows);
        learn(run, environment, checkpoints, stop, curve);
      }
      conclusion.run();
      folder.finish();
    }
  }

  private void learn(
      RunIdentity run,
      Environment environment,
      CheckpointFolder checkpoints,
      BooleanSupplier stop,
      Curve curve) {
    TrialPlan plan = folder.plan();
    try {
      learner(run, checkpoints)
          .run(
              store -> new EnvironmentRobot(environment, store, run, stop),
              () -> stop.getAsBoolean() || curve.reached(plan.realSteps()),
              curve::add);
    } catch (LearningStopped e) {
      if (!curve.reached(plan.realSteps())) {
        throw e;
      }
    }
  }

  private Learner learner(RunIdentity run, CheckpointFolder checkpoints) {
    TrialPlan plan = folder.plan();
    if (plan.method().equals(TrialPlan.FINE_TUNING)) {
      return Learner.fineTuning(
          run, plan.learner(), start(run), plan.seed(), folder.episodes(), checkpoints, compute);
    }
    return new Learner(
        run,
        plan.learner(),
        Method.of(plan.method()),
        plan.seed(),
        folder.episodes(),
        checkpoints,
        compute);
  }

  /** θ that fine-tuning begins with: another trial's last, or chance. */
  private float[] start(RunIdentity run) {
    TrialPlan plan = folder.plan();
    if (plan.start().isEmpty()) {
      return Learner.initialParameters(run.task(), plan.learner(), plan.seed(), compute);
    }
    TrialFolder other = TrialFolder.open(folder.path().resolveSibling(plan.start()));
    return checkpoints(other)
        .newest()
        .map(Checkpoint::theta)
        .orElseThrow(
            () ->
                LaunchException.usage(
                    "trial " + plan.start() + " has no policy yet, " + plan.trial() + " needs it"));
  }

  /** Evaluates the policy after an iteration and writes the row. */
  private final class Curve {
    private final RunIdentity run;
    private final PolicyEvaluation evaluation;
    private final RecordCsv<CurveRow> csv;
    private final double wallBeforeS;
    private final long begunNanos = nanoTime.getAsLong();
    private long realSteps;

    Curve(
        RunIdentity run, Environment environment, RecordCsv<CurveRow> csv, List<CurveRow> before) {
      this.run = run;
      this.evaluation = new PolicyEvaluation(environment, folder.plan().seed());
      this.csv = csv;
      CurveRow last = before.isEmpty() ? null : before.get(before.size() - 1);
      wallBeforeS = last == null ? 0 : last.wallS();
      realSteps = last == null ? 0 : last.realSteps();
    }

    boolean reached(long limit) {
      return limit > 0 && realSteps >= limit;
    }

    void add(IterationReport report) {
      long begun = nanoTime.getAsLong();
      PolicyEvaluation.Scores scores = PolicyEvaluation.Scores.NONE;
      if (report.theta().length > 0) {
        PolicySnapshot policy = run.meta(report.iteration() + 1, 0, report.theta());
        scores = evaluation.scores(policy, report.iteration(), folder.plan().evaluationEpisodes());
      }
      csv.append(
          CurveRow.of(report, scores, secondsSince(begun), wallBeforeS + secondsSince(begunNanos)));
      realSteps = report.realSteps();
    }

    private double secondsSince(long nanos) {
      return (nanoTime.getAsLong() - nanos) * 1e-9;
    }
  }
}
