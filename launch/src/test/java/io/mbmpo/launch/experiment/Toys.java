package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.fail;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.sim.benchmark.PhysicsChange;
import io.mbmpo.sim.benchmark.Setting;
import io.mbmpo.sim.benchmark.TaskOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trials of seconds. */
public final class Toys {
  static final int HORIZON = 20;

  private Toys() {}

  static TaskChoice task(String name, boolean earlyTermination) {
    return new TaskChoice(
        name, new TaskOptions(HORIZON, earlyTermination, Setting.GYM, PhysicsChange.NONE));
  }

  /** Changes of profile {@code quick} that make an iteration take less than a second. */
  public static Map<String, String> small() {
    Map<String, String> set = new LinkedHashMap<>();
    set.put("model.count", "2");
    set.put("model.hidden", "[8]");
    set.put("model.maxEpochs", "2");
    set.put("meta.hidden", "[4]");
    set.put("meta.steps", "2");
    set.put("meta.rollouts", "4");
    set.put("meta.tasksPerModel", "1");
    set.put("real.randomEpisodes", "3");
    return set;
  }

  static LearnerSettings settings(int iterations) {
    Map<String, String> set = small();
    set.put("iterations", "" + iterations);
    set.put("meta.horizon", "" + HORIZON);
    set.put("real.horizon", "" + HORIZON);
    set.put("real.randomHorizon", "" + HORIZON);
    set.put("real.metaEpisodes", "0");
    return LearnerProfiles.load("quick", set);
  }

  static TrialPlan plan(String trial, long seed, int iterations, long realSteps) {
    return new TrialPlan(
        trial,
        "mb-mpo",
        task("toy", false),
        "mb-mpo",
        seed,
        "",
        settings(iterations),
        realSteps,
        2);
  }

  static TrialFolder prepare(Path folder, TrialPlan plan) {
    return TrialFolder.prepare(
        folder,
        TrialFolder.describe(
            "curves", plan, Instant.ofEpochSecond(1_000), "abc", List.of("experiment", "curves")));
  }

  static RunIdentity identity(Environment environment) {
    return new RunIdentity(
        "toy-run",
        1_000,
        new RobotIdentity("toy", "hash", 0.1, new float[2], new float[] {1, 1}),
        environment.task(),
        List.of());
  }

  /** A policy without hidden layers: a = gain·s + offset, with this standard deviation. */
  static PolicySnapshot linear(RunIdentity run, float gain, float offset, double std) {
    float logStd = (float) Math.log(std);
    return run.meta(1, 0, new float[] {gain, 0, 0, gain, offset, offset, logStd, logStd});
  }

  /** For refusals that must not come. */
  public static void unexpected(LaunchException refused) {
    fail("refused: " + refused.getMessage(), refused);
  }

  /** A row with the figures that plots and summaries use. */
  static CurveRow row(int iteration, long realSteps, double value) {
    return new CurveRow(
        iteration,
        realSteps,
        value,
        1,
        value + 1,
        20,
        0,
        value - 1,
        0,
        0.1,
        0.2,
        0.01,
        0.001,
        2,
        1,
        2,
        3,
        0.5,
        10.0 * (iteration + 1));
  }
}
