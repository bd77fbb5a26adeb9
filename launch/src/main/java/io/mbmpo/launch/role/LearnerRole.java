package io.mbmpo.launch.role;

import io.mbmpo.launch.evaluate.StartPolicy;
import io.mbmpo.launch.run.LearningCurve;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.report.TensorBoardEvents;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * The learner's process: Alg. 1, or fine-tuning, over the link, with metrics, events, curve and
 * archive.
 */
public final class LearnerRole {
  private static final int CHECKPOINTS_KEPT = 3;

  private final RobotConfig config;
  private final LearnerSettings settings;
  private final RunFolder run;
  private final BrokerAccess broker;
  private final Compute compute;
  private final Clock clock;

  public LearnerRole(
      RobotConfig config,
      LearnerSettings settings,
      RunFolder run,
      BrokerAccess broker,
      Compute compute,
      Clock clock) {
    this.config = config;
    this.settings = settings;
    this.run = run;
    this.broker = broker;
    this.compute = compute;
    this.clock = clock;
  }

  /**
   * Learns to the last iteration.
   *
   * @throws io.mbmpo.learner.LearningStopped when {@code stop} said so
   */
  public void learn(BooleanSupplier stop) {
    CheckpointFolder checkpoints =
        new CheckpointFolder(run.checkpoints(), run.name(), CHECKPOINTS_KEPT);
    int next = checkpoints.newest().map(Checkpoint::iteration).orElse(-1) + 1;
    SigningKey key = broker.signingKey(run, config.name());
    RunIdentity identity =
        new RunIdentity(
            run.name(),
            run.description().startEpochSecond(),
            RobotIdentity.of(config),
            new WalkTask(config),
            settings.meta().hidden());
    try (RunLock lock = run.lock("learn");
        MetricsCsv metrics = MetricsCsv.open(run.metrics(), next);
        TensorBoardEvents events = new TensorBoardEvents(run.tensorBoard(), clock);
        SnapshotArchive link =
            new SnapshotArchive(new MqttLearnerEnd(broker.learner(config.name()), key), key, run)) {
      IterationMetrics rows = new IterationMetrics(run.description().startEpochSecond(), clock);
      learner(identity, checkpoints).run(link, stop, report -> keep(rows, metrics, events, report));
    }
  }

  private Learner learner(RunIdentity identity, CheckpointFolder checkpoints) {
    long seed = run.description().seed();
    return StartPolicy.of(run, config, identity.task())
        .map(start -> from(start.theta(), identity, checkpoints))
        .orElseGet(
            () ->
                new Learner(
                    identity, settings, Method.MB_MPO, seed, run.episodes(), checkpoints, compute));
  }

  private Learner from(float[] theta, RunIdentity identity, CheckpointFolder checkpoints) {
    long seed = run.description().seed();
    return switch (TuningSettings.method(run.description())) {
      case VPG ->
          Learner.fineTuning(identity, settings, theta, seed, run.episodes(), checkpoints, compute);
      case MB_MPO ->
          Learner.from(theta, identity, settings, seed, run.episodes(), checkpoints, compute);
    };
  }

  private void keep(
      IterationMetrics rows, MetricsCsv metrics, TensorBoardEvents events, IterationReport report) {
    metrics.append(rows.row(report));
    events.scalars(report.iteration(), rows.scalars(report));
    LearningCurve.draw(
        LearningCurve.title(run.description()), MetricsCsv.read(run.metrics()), run.curve());
  }
}
