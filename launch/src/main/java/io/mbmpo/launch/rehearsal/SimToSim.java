package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.GazeboEvaluation;
import io.mbmpo.launch.evaluate.Scores;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.Trial;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.launch.rehearsal.GazeboLearning.Gazebos;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The rehearsal of one meta-policy: every stage makes its policy and measures the policy's mean.
 * All of Gazebo's measures with the same seed begin at the same start poses. Stages that are over
 * are not run again.
 */
public final class SimToSim {
  /** Start poses of evaluations in Gazebo, for each seed. */
  private static final long EVALUATION_POSES = 100;

  private final RobotConfig config;
  private final Task task;
  private final RehearsalFolder folder;
  private final Gazebos gazebos;
  private final GazeboLearning learning;
  private final BooleanSupplier stop;
  private final Consumer<String> lines;

  /**
   * @param compute threads and device
   * @param stop asked before every episode that is learned from, and after every other
   * @param lines told how it goes
   */
  public SimToSim(
      RobotConfig config,
      Task task,
      RehearsalFolder folder,
      Gazebos gazebos,
      Compute compute,
      BooleanSupplier stop,
      Consumer<String> lines) {
    this.config = config;
    this.task = task;
    this.folder = folder;
    this.gazebos = gazebos;
    this.stop = stop;
    this.lines = lines;
    learning =
        new GazeboLearning(config, task, folder.description(), gazebos, compute, stop, lines);
  }

  /**
   * Runs what is missing.
   *
   * @throws LearningStopped when asked to stop; the same call goes on
   * @throws io.mbmpo.launch.exit.LaunchException when Gazebo has ended in an episode; the same call
   *     goes on with that episode
   */
  public void run(Start start, List<Stage> stages) throws InterruptedException {
    for (Stage stage : stages) {
      StageFolder at = folder.stage(start, stage);
      if (!at.finished()) {
        RecordCsv.write(at.evaluation(), EvaluationRow.class, measure(start, stage, at));
      }
    }
  }

  private List<EvaluationRow> measure(Start start, Stage stage, StageFolder at)
      throws InterruptedException {
    RehearsalSettings settings = folder.description().settings();
    List<Trial> trials =
        switch (stage) {
          case EMBEDDED ->
              new Evaluation(
                      config,
                      task,
                      start.policy(),
                      SimulationOptions.nominal(),
                      settings.evaluationSeconds())
                  .run(settings.evaluationEpisodes(), this::goOn);
          case BEFORE -> inGazebo(start, start.policy());
          default -> inGazebo(start, learning.policy(start, stage, at));
        };
    Scores scores = new Scores(trials);
    lines.accept(
        String.format(
            Locale.ROOT,
            "seed %d, %s: return %.1f, %.2f m/s, %d of %d fell",
            start.seed(),
            stage.title(),
            trials.stream().mapToDouble(Trial::episodeReturn).average().orElse(Double.NaN),
            scores.meanSpeedMS(),
            scores.falls(),
            trials.size()));
    List<EvaluationRow> rows = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      rows.add(EvaluationRow.of(settings.ground(), stage, start, i, trials.get(i)));
    }
    return rows;
  }

  private List<Trial> inGazebo(Start start, SignedPolicy policy) throws InterruptedException {
    RehearsalSettings settings = folder.description().settings();
    try (GazeboRobot gazebo = gazebos.start(1 + EVALUATION_POSES * (start.seed() - 1))) {
      return new GazeboEvaluation(config, task, policy, settings.evaluationSeconds())
          .run(gazebo, settings.evaluationEpisodes(), this::goOn);
    }
  }

  private void goOn(Trial trial) {
    if (stop.getAsBoolean()) {
      throw new LearningStopped();
    }
  }
}
