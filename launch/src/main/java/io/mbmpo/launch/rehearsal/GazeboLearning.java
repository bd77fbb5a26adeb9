package io.mbmpo.launch.rehearsal;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.StartPolicy;
import io.mbmpo.launch.experiment.MissingEpisodes;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.EpisodeReturn;
import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RealRobot;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes a stage's policy from episodes in Gazebo. A stage that was cut off goes on with what its
 * folder holds: finished episodes and iterations are not run again.
 */
public final class GazeboLearning {
  private static final int CHECKPOINTS_KEPT = 2;

  /** First start pose of a stage, times the seed; each episode takes the next. */
  private static final long POSES = 10_000;

  private final RobotConfig config;
  private final Task task;
  private final RehearsalDescription description;
  private final Gazebos gazebos;
  private final Compute compute;
  private final BooleanSupplier stop;
  private final Consumer<String> lines;

  /** Starts Gazebo in lockstep. */
  public interface Gazebos {
    /**
     * A Gazebo of its own.
     *
     * @param seed of the start poses
     */
    GazeboRobot start(long seed) throws InterruptedException;
  }

  /**
   * @param stop asked before every episode
   * @param lines told of every iteration
   */
  GazeboLearning(
      RobotConfig config,
      Task task,
      RehearsalDescription description,
      Gazebos gazebos,
      Compute compute,
      BooleanSupplier stop,
      Consumer<String> lines) {
    this.config = config;
    this.task = task;
    this.description = description;
    this.gazebos = gazebos;
    this.compute = compute;
    this.stop = stop;
    this.lines = lines;
  }

  /**
   * The policy that the stage comes to.
   *
   * @param stage one that learns
   * @throws io.mbmpo.learner.LearningStopped when asked to stop
   * @throws io.mbmpo.launch.exit.LaunchException when Gazebo has ended in an episode
   */
  SignedPolicy policy(Start start, Stage stage, StageFolder at) throws InterruptedException {
    LearnerSettings settings = settings(start, stage);
    RunIdentity run =
        new RunIdentity(
            start.run() + "-" + stage.text(),
            description.startEpochSecond(),
            RobotIdentity.of(config),
            task,
            settings.meta().hidden());
    CheckpointFolder checkpoints =
        new CheckpointFolder(at.checkpoints(), run.runId(), CHECKPOINTS_KEPT);
    Set<String> known;
    try (TransitionStore store = new TransitionStore(at.episodes())) {
      known = store.ids(run.runId());
    }
    PolicySnapshot learned;
    try (GazeboRobot gazebo = gazebos.start(POSES * start.seed() + known.size());
        RecordCsv<CollectedRow> csv =
            RecordCsv.open(
                at.collected(), CollectedRow.class, row -> known.contains(row.episode()))) {
      learned =
          learner(run, settings, start, stage, at, checkpoints)
              .run(
                  store -> robot(gazebo, store, each -> csv.append(row(start, stage, each))),
                  stop,
                  report -> lines.accept(line(start, stage, report)));
    }
    if (stage == Stage.ADAPTED) { // the step itself, whether it was measured better or not
      float[] theta = checkpoints.newest().map(Checkpoint::theta).orElseThrow();
      learned = run.meta(settings.iterations(), 0, theta);
    }
    return new SignedPolicy(learned, Digest.of(WireCodec.encode(learned)));
  }

  /** Eq. 2 is fine-tuning of one iteration, with the step size and bound of the inner step. */
  private LearnerSettings settings(Start start, Stage stage) {
    LearnerSettings learning = description.settings().learning();
    if (stage == Stage.LEARNED) {
      return learning;
    }
    LearnerSettings tuning = description.settings().tuning();
    Map<String, String> changes = new HashMap<>();
    changes.put("meta.hidden", StartPolicy.of(start.policy().snapshot()).hidden().toString());
    if (stage == Stage.CONTINUED) { // as many iterations as VPG has
      changes.put("iterations", "" + tuning.iterations());
      return LearnerProfiles.changed(learning, changes);
    }
    if (stage == Stage.ADAPTED) {
      changes.put("iterations", "1");
      changes.put("fineTuning.step", "" + tuning.meta().innerStep());
      changes.put("fineTuning.maxKl", "" + tuning.meta().maxAdaptationKl());
    }
    return LearnerProfiles.changed(tuning, changes);
  }

  private Learner learner(
      RunIdentity run,
      LearnerSettings settings,
      Start start,
      Stage stage,
      StageFolder at,
      CheckpointFolder checkpoints) {
    long seed = start.seed();
    if (stage == Stage.LEARNED) {
      return new Learner(run, settings, Method.MB_MPO, seed, at.episodes(), checkpoints, compute);
    }
    float[] learned = start.policy().snapshot().parameters();
    if (stage == Stage.CONTINUED) {
      return Learner.from(learned, run, settings, seed, at.episodes(), checkpoints, compute);
    }
    float[] theta =
        stage == Stage.SCRATCH ? Learner.initialParameters(task, settings, seed, compute) : learned;
    return Learner.fineTuning(run, settings, theta, seed, at.episodes(), checkpoints, compute);
  }

  private RealRobot robot(
      GazeboRobot gazebo, TransitionStore store, Consumer<DrivenEpisode> driven) {
    return new SteppedRealRobot(
        config,
        task,
        gazebo.lockstep(),
        () ->
            new Controller(
                config, task, EstimatedOdometry.of(config, gazebo.lockstep()), gazebo.flags()),
        new MissingEpisodes(store, stop),
        driven);
  }

  private CollectedRow row(Start start, Stage stage, DrivenEpisode driven) {
    Episode episode = driven.episode();
    return new CollectedRow(
        description.settings().ground(),
        stage.text(),
        start.run(),
        start.seed(),
        episode.iteration(),
        episode.episodeId(),
        episode.exploration().name(),
        EpisodeReturn.of(task, episode),
        episode.terminated() ? 1 : 0,
        driven.policyS(),
        driven.robotS(),
        episode.end());
  }

  private static String line(Start start, Stage stage, IterationReport report) {
    List<Episode> episodes = report.episodes();
    return String.format(
        Locale.ROOT,
        "  seed %d, %s: iteration %d, return %.1f, %d of %d fell, %.1f min of robot time",
        start.seed(),
        stage.title(),
        report.iteration(),
        Arrays.stream(report.returns()).average().orElse(Double.NaN),
        episodes.stream().filter(Episode::terminated).count(),
        episodes.size(),
        report.robotSeconds() / 60);
  }
}
