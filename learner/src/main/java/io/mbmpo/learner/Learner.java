package io.mbmpo.learner;

import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.policy.MetaOptimizer;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.PolicySnapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the learner over the link: store, models, optimizer and checkpoints around Alg. 1.
 * After every iteration the state is on disk before the robot is asked for more.
 */
public final class Learner {
  private static final Logger log = LoggerFactory.getLogger(Learner.class);

  private final RunIdentity run;
  private final LearnerSettings settings;
  private final RandomStreams streams;
  private final Path storeFile;
  private final CheckpointFolder checkpoints;
  private final int threads;

  /**
   * @param storeFile SQLite file of the transitions
   * @param checkpoints folder of this run's checkpoints
   * @param threads worker threads; results do not depend on it
   */
  public Learner(
      RunIdentity run,
      LearnerSettings settings,
      long seed,
      Path storeFile,
      CheckpointFolder checkpoints,
      int threads) {
    this.run = run;
    this.settings = settings;
    this.streams = new RandomStreams(seed);
    this.storeFile = storeFile;
    this.checkpoints = checkpoints;
    this.threads = threads;
  }

  /**
   * Learns to the last iteration.
   *
   * @param link to the robot; started here, closed by the caller
   * @param stop asked often; true ends the run in order with {@link LearningStopped}
   * @param reports told of every finished iteration, before its checkpoint is written
   * @return the pre-update policy θ*
   */
  public PolicySnapshot run(
      LearnerEnd link, BooleanSupplier stop, Consumer<IterationReport> reports) {
    try (TransitionStore store = new TransitionStore(storeFile);
        Workers workers = new Workers(threads);
        DynamicsEnsemble ensemble =
            new DynamicsEnsemble(
                run.task().observationSize(),
                run.task().actionSize(),
                settings.model(),
                workers,
                streams.seed(Purpose.MODEL_INIT, 0, 0));
        MetaOptimizer optimizer = new MetaOptimizer(run.task(), settings, workers)) {
      Watch watch = new Watch(link, stop, reports);
      LinkedRobot robot =
          new LinkedRobot(
              link, store, run, stop, done -> watch.phase(watch.iteration, "collect", done));
      robot.start();
      MetaPolicyOptimization algorithm =
          new MetaPolicyOptimization(
              run, settings, streams, robot, store, ensemble, optimizer, watch);
      Optional<Checkpoint> newest = checkpoints.newest();
      newest.ifPresent(c -> log.info("resuming after iteration {}", c.iteration()));
      LearnerState state = newest.map(Learner::state).orElseGet(algorithm::initialize);
      return algorithm.run(state);
    }
  }

  private static LearnerState state(Checkpoint c) {
    return new LearnerState(c.iteration() + 1, c.theta(), c.adapted(), c.ensemble());
  }

  private Checkpoint checkpoint(LearnerState next) {
    return new Checkpoint(
        run.runId(),
        run.startEpochSecond(),
        streams.runSeed(),
        LearnerProfiles.text(settings),
        run.robot().configHash(),
        next.iteration() - 1,
        next.theta(),
        next.ensemble(),
        next.adapted(),
        Map.of(),
        Map.of());
  }

  /** Saves, publishes and reports what the algorithm tells. */
  private final class Watch implements LearnerObserver {
    private final LearnerEnd link;
    private final BooleanSupplier stop;
    private final Consumer<IterationReport> reports;
    private int iteration;
    private double validationLoss = Double.NaN;
    private double disagreement = Double.NaN;
    private double kl = Double.NaN;
    private double imaginedReturn = Double.NaN;

    Watch(LearnerEnd link, BooleanSupplier stop, Consumer<IterationReport> reports) {
      this.link = link;
      this.stop = stop;
      this.reports = reports;
    }

    @Override
    public void phase(int current, String phase, double done) {
      iteration = current;
      if (stop.getAsBoolean()) {
        throw new LearningStopped();
      }
      link.publish(
          new LearnerProgress(
              run.runId(),
              phase,
              done,
              current,
              settings.iterations(),
              validationLoss,
              disagreement,
              kl,
              imaginedReturn));
    }

    @Override
    public void finished(LearnerState next, IterationReport report) {
      // Metrics first: a row of an iteration that is run again is replaced, a lost row stays lost.
      reports.accept(report);
      checkpoints.save(checkpoint(next), false);
      validationLoss = report.validationLoss();
      disagreement = report.disagreement();
      kl = report.kl();
      imaginedReturn = report.imaginedReturn();
    }
  }
}
