package io.mbmpo.learner.toy;

import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs of a method on the point, seconds long, in a folder of their own each. */
public final class ToyLearning {
  public static final String RUN = "toy";

  private final Path folder;
  private final Method method;
  private final Map<String, String> overrides = new HashMap<>();
  private Task task = new PointTask(Double.POSITIVE_INFINITY);
  private UnaryOperator<Episode> fate = episode -> episode;
  private int threads = 2;

  public ToyLearning(Path folder, Method method, int iterations) {
    this.folder = folder;
    this.method = method;
    with("iterations", iterations);
    with("model.count", 3).with("model.hidden", "[16]").with("model.maxEpochs", 20);
    with("meta.hidden", "[8]").with("meta.minStd", 0.1).with("meta.maxKl", 0.02);
    with("meta.steps", 6).with("meta.rollouts", 12).with("meta.horizon", PointTask.HORIZON);
    with("meta.discount", 0.99).with("meta.gaeLambda", 0.95);
    with("real.horizon", PointTask.HORIZON).with("real.randomHorizon", PointTask.HORIZON);
    with("real.randomEpisodes", 8).with("real.metaEpisodes", 1);
    with("modelFree.episodes", 20);
  }

  public ToyLearning with(String setting, Object value) {
    overrides.put(setting, value.toString());
    return this;
  }

  public ToyLearning on(Task other) {
    task = other;
    return this;
  }

  public ToyLearning fate(UnaryOperator<Episode> what) {
    fate = what;
    return this;
  }

  public ToyLearning threads(int n) {
    threads = n;
    return this;
  }

  public LearnerSettings settings() {
    return LearnerProfiles.load("quick", overrides);
  }

  public RunIdentity identity() {
    return new RunIdentity(RUN, 1_000, ToyRobot.IDENTITY, task, settings().meta().hidden());
  }

  public Path storeFile() {
    return folder.resolve("episodes.db");
  }

  public CheckpointFolder checkpoints() {
    return new CheckpointFolder(folder.resolve("checkpoints"), RUN, 3);
  }

  public Compute compute() {
    return new Compute(threads, Device.CPU);
  }

  public ToyRobot robot(TransitionStore store) {
    return new ToyRobot(new PointEnvironment(task, 0.05f), store, fate);
  }

  public Learner learner(long seed) {
    return new Learner(identity(), settings(), method, seed, storeFile(), checkpoints(), compute());
  }

  /** Learns; {@code reports} may throw to cut the run off. */
  public PolicySnapshot run(long seed, Consumer<IterationReport> reports) {
    return learner(seed).run(this::robot, () -> false, reports);
  }

  public List<IterationReport> reports(long seed) {
    List<IterationReport> reports = new ArrayList<>();
    run(seed, reports::add);
    return reports;
  }

  /** Mean return of an iteration's episodes that were run this way. */
  public static double meanReturn(IterationReport report, Exploration exploration) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < report.returns().length; i++) {
      if (report.episodes().get(i).exploration() == exploration) {
        sum += report.returns()[i];
        count++;
      }
    }
    return sum / count;
  }
}
