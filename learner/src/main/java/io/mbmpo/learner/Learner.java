package io.mbmpo.learner;

import io.mbmpo.learner.baselines.EnsembleTrpo;
import io.mbmpo.learner.baselines.ModelPredictiveControl;
import io.mbmpo.learner.baselines.ProximalOptimization;
import io.mbmpo.learner.baselines.TrustRegionOptimization;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.checkpoint.CheckpointException;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.finetuning.FineTuning;
import io.mbmpo.learner.policy.PolicyOptimizer;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a method: store, workers and checkpoints around it. After every iteration the state is
 * on disk before the robot is asked for more.
 */
public final class Learner {
  private static final Logger log = LoggerFactory.getLogger(Learner.class);

  /** Note of a checkpoint that names the method; runs older than the choice have none. */
  private static final String METHOD = "method";

  private final RunIdentity run;
  private final LearnerSettings settings;
  private final String name;
  private final Function<LearningContext, Learning> method;
  private final RandomStreams streams;
  private final Path storeFile;
  private final CheckpointFolder checkpoints;
  private final Compute compute;

  /**
   * @param storeFile SQLite file of the transitions
   * @param checkpoints folder of this run's checkpoints
   * @param compute the learner's share of this machine
   */
  public Learner(
      RunIdentity run,
      LearnerSettings settings,
      Method method,
      long seed,
      Path storeFile,
      CheckpointFolder checkpoints,
      Compute compute) {
    this(run, settings, method.text(), of(method), seed, storeFile, checkpoints, compute);
  }

  /**
   * A run that fine-tunes a policy on the real task; {@code iterations} at most.
   *
   * @param theta parameters of the policy to begin with, of {@code settings.meta.hidden}; a run
   *     that is resumed goes on from its checkpoint
   * @param storeFile as above
   */
  public static Learner fineTuning(
      RunIdentity run,
      LearnerSettings settings,
      float[] theta,
      long seed,
      Path storeFile,
      CheckpointFolder checkpoints,
      Compute compute) {
    return new Learner(
        run,
        settings,
        "fine-tuning",
        context -> new FineTuning(context, theta),
        seed,
        storeFile,
        checkpoints,
        compute);
  }

  /**
   * A run of MB-MPO that begins with a policy learned elsewhere, in the place of chance: the policy
   * gathers the first real episodes.
   *
   * @param theta parameters of the policy, of {@code settings.meta.hidden}; a run that is resumed
   *     goes on from its checkpoint
   * @param storeFile as above
   */
  public static Learner from(
      float[] theta,
      RunIdentity run,
      LearnerSettings settings,
      long seed,
      Path storeFile,
      CheckpointFolder checkpoints,
      Compute compute) {
    return new Learner(
        run,
        settings,
        Method.MB_MPO.text(),
        context -> new MetaPolicyOptimization(context, Optional.of(theta)),
        seed,
        storeFile,
        checkpoints,
        compute);
  }

  private Learner(
      RunIdentity run,
      LearnerSettings settings,
      String name,
      Function<LearningContext, Learning> method,
      long seed,
      Path storeFile,
      CheckpointFolder checkpoints,
      Compute compute) {
    this.run = run;
    this.settings = settings;
    this.name = name;
    this.method = method;
    this.streams = new RandomStreams(seed);
    this.storeFile = storeFile;
    this.checkpoints = checkpoints;
    this.compute = compute;
  }

  /** The policy θ that a run of this seed begins with, before it has learned anything. */
  public static float[] initialParameters(
      Task task, LearnerSettings settings, long seed, Compute compute) {
    try (Workers workers = compute.workers();
        PolicyOptimizer optimizer = new PolicyOptimizer(task, settings, workers)) {
      return optimizer.initialParameters(
          new RandomStreams(seed).seed(RandomStreams.Purpose.POLICY_INIT, 0, 0));
    }
  }

  private static Function<LearningContext, Learning> of(Method method) {
    return switch (method) {
      case MB_MPO -> MetaPolicyOptimization::new;
      case TRPO -> TrustRegionOptimization::new;
      case PPO -> ProximalOptimization::new;
      case ME_TRPO -> EnsembleTrpo::new;
      case MB_MPC -> ModelPredictiveControl::new;
    };
  }

  /**
   * Learns to the last iteration from a robot at the other end of a link.
   *
   * @param link to the robot; started here, closed by the caller
   * @param stop asked often; true ends the run in order with {@link LearningStopped}
   * @param reports told of every finished iteration, before its checkpoint is written
   * @return the policy learned, θ* of MB-MPO
   */
  public PolicySnapshot run(
      LearnerEnd link, BooleanSupplier stop, Consumer<IterationReport> reports) {
    Watch watch = new Watch(link::publish, stop, reports);
    return learn(
        store -> {
          LinkedRobot robot =
              new LinkedRobot(
                  link, store, run, stop, done -> watch.phase(watch.iteration, "collect", done));
          robot.start();
          return robot;
        },
        watch);
  }

  /**
   * Learns to the last iteration from any robot.
   *
   * @param robot makes the robot, which is to keep its episodes in this store; the caller closes it
   * @param stop asked often; true ends the run in order with {@link LearningStopped}
   * @param reports told of every finished iteration, before its checkpoint is written
   * @return the policy learned, θ* of MB-MPO; its parameters are empty for MB-MPC, which has none
   */
  public PolicySnapshot run(
      Function<TransitionStore, RealRobot> robot,
      BooleanSupplier stop,
      Consumer<IterationReport> reports) {
    return learn(robot, new Watch(progress -> {}, stop, reports));
  }

  private PolicySnapshot learn(Function<TransitionStore, RealRobot> robot, Watch watch) {
    Optional<Checkpoint> newest = checkpoints.newest();
    newest.ifPresent(this::checkMethod);
    try (TransitionStore store = new TransitionStore(storeFile);
        Workers workers = compute.workers();
        Learning learning =
            method.apply(
                new LearningContext(
                    run, settings, streams, robot.apply(store), store, workers, watch))) {
      newest.ifPresent(c -> log.info("resuming after iteration {}", c.iteration()));
      return learning.run(newest.map(Learner::state).orElseGet(learning::initialize));
    }
  }

  private void checkMethod(Checkpoint checkpoint) {
    String saved = checkpoint.notes().getOrDefault(METHOD, Method.MB_MPO.text());
    if (!saved.equals(name)) {
      throw new CheckpointException(
          "run %s was begun with %s and cannot go on with %s; resume it with %s or start another run"
              .formatted(run.runId(), saved, name, saved));
    }
  }

  private static LearnerState state(Checkpoint c) {
    return new LearnerState(c.iteration() + 1, c.theta(), c.adapted(), c.ensemble(), c.arrays());
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
        next.arrays(),
        Map.of(METHOD, name));
  }

  /** Saves, publishes and reports what the method tells. */
  private final class Watch implements LearnerObserver {
    private final Consumer<LearnerProgress> progress;
    private final BooleanSupplier stop;
    private final Consumer<IterationReport> reports;
    private int iteration;
    private double validationLoss = Double.NaN;
    private double disagreement = Double.NaN;
    private double kl = Double.NaN;
    private double imaginedReturn = Double.NaN;

    Watch(
        Consumer<LearnerProgress> progress,
        BooleanSupplier stop,
        Consumer<IterationReport> reports) {
      this.progress = progress;
      this.stop = stop;
      this.reports = reports;
    }

    @Override
    public void phase(int current, String phase, double done) {
      iteration = current;
      if (stop.getAsBoolean()) {
        throw new LearningStopped();
      }
      progress.accept(
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
