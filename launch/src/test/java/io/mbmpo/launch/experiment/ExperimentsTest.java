package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.sim.benchmark.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {
  @TempDir Path folder;

  private static Request request(Experiment experiment, Map<String, String> set) {
    Experiment.Defaults defaults = experiment.defaults();
    return new Request(
        defaults.tasks(),
        defaults.methods(),
        defaults.seeds(),
        defaults.horizon(),
        Setting.GYM,
        "paper",
        set,
        0,
        0,
        10);
  }

  private static List<TrialPlan> trials(Experiment experiment) {
    return experiment.trials(request(experiment, Map.of()));
  }

  @Test
  void everyTrialHasANameOfItsOwnThatIsAFolderAndARun() {
    for (Experiment experiment : Experiments.all()) {
      List<TrialPlan> trials = trials(experiment);
      assertThat(trials).extracting(TrialPlan::trial).doesNotHaveDuplicates();
      assertThat(trials)
          .allSatisfy(trial -> assertThat(trial.trial()).matches("[A-Za-z0-9_.-]{1,64}"));
      assertThat(Experiments.of(experiment.name()).name()).isEqualTo(experiment.name());
    }
    assertThatThrownBy(() -> Experiments.of("curvs"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("there are: curves, plasticity, biased-models, horizon");
  }

  @Test
  void trialsOfOneLineDifferByTheirSeedOnly() {
    for (Experiment experiment : Experiments.all()) {
      List<TrialPlan> trials = trials(experiment);
      for (TrialPlan one : trials) {
        for (TrialPlan other : trials) {
          boolean sameLine =
              one.line().equals(other.line()) && one.task().name().equals(other.task().name());
          if (sameLine && !one.trial().equals(other.trial())) {
            assertThat(one.seed()).isNotEqualTo(other.seed());
            assertThat(one.learner()).isEqualTo(other.learner());
          }
        }
      }
    }
  }

  @Test
  void theHorizonIsThatOfRealAndImaginedEpisodesAndTheFirstDataAsMany() {
    for (Experiment experiment : Experiments.all()) {
      int horizon = experiment.defaults().horizon();
      assertThat(trials(experiment))
          .allSatisfy(
              trial -> {
                assertThat(trial.task().options().horizon()).isEqualTo(horizon);
                assertThat(trial.learner().meta().horizon()).isEqualTo(horizon);
                assertThat(trial.learner().real().horizon()).isEqualTo(horizon);
                assertThat(trial.learner().real().randomEpisodes() * horizon)
                    .isEqualTo(experiment.name().equals("plasticity") ? 150 : 5000);
                assertThat(trial.learner().real().metaEpisodes()).isZero();
              });
    }
  }

  @Test
  void aProfileThatImaginesShorterEpisodesKeepsThemWhereTheHorizonAllows() {
    assertThat(imagined(new Curves(), 200)).isEqualTo(80);
    assertThat(imagined(new Curves(), 60)).isEqualTo(60);
    assertThat(imagined(new LongHorizon(), 1000)).isEqualTo(1000);
  }

  private static int imagined(Experiment experiment, int horizon) {
    Request request =
        new Request(
            List.of("half_cheetah"),
            List.of(Method.MB_MPO),
            List.of(1L),
            horizon,
            Setting.GYM,
            "walk",
            Map.of(),
            0,
            0,
            10);
    return experiment.trials(request).get(0).learner().meta().horizon();
  }

  @Test
  void thePersonHasTheLastWord() {
    Experiment horizon = new LongHorizon();
    assertThat(
            horizon.trials(request(horizon, Map.of("meta.innerStep", "0.5", "meta.horizon", "77"))))
        .allSatisfy(
            trial -> {
              assertThat(trial.learner().meta().innerStep()).isEqualTo(0.5);
              assertThat(trial.learner().meta().horizon()).isEqualTo(77);
            });
  }

  @Test
  void biasedModelsAreBiasedAndNoisy() {
    List<TrialPlan> trials = trials(new BiasedModels());
    assertThat(trials).hasSize(3 * 4 * 2);
    assertThat(trials)
        .allSatisfy(t -> assertThat(t.learner().imagination().noiseStd()).isEqualTo(0.1));
    assertThat(trials.stream().map(t -> t.learner().imagination().maxBias()).distinct())
        .containsExactly(0.0, 0.1, 0.5, 1.0);
    assertThat(trials.stream().map(TrialPlan::method).distinct())
        .containsExactly("mb-mpo", "me-trpo");
  }

  @Test
  void aLongHorizonIsLearnedWithAndWithoutAdaptation() {
    assertThat(trials(new LongHorizon()).stream().map(t -> t.learner().meta().innerStep()))
        .containsExactly(1e-3, 0.0, 1e-3, 0.0, 1e-3, 0.0);
  }

  @Test
  void imaginationKnowsOfTerminationOrNotWhereTheTaskDoes() {
    List<TrialPlan> trials = trials(new Termination());
    assertThat(trials)
        .allSatisfy(t -> assertThat(t.task().options().earlyTermination()).isTrue())
        .extracting(t -> t.task().name() + " " + t.learner().imagination().termination())
        .containsExactly(
            "ant true",
            "ant false",
            "hopper true",
            "hopper false",
            "walker2d true",
            "walker2d false");
  }

  @Test
  void plasticityNeedsAdaptedPolicies() {
    Experiment plasticity = new Plasticity();
    Request other =
        new Request(
            List.of("point"),
            List.of(Method.TRPO),
            List.of(1L),
            100,
            Setting.GYM,
            "paper",
            Map.of(),
            0,
            0,
            10);
    assertThatThrownBy(() -> plasticity.trials(other))
        .hasMessageContaining("only --methods mb-mpo");
  }

  @Test
  void theRatioToRandomActionsIsToldWhereTheyGainSomething() {
    SummaryRow row = SummaryRow.of("hopper", "a", List.of(List.of(Toys.row(0, 10, 60))), "end", 10);
    Termination.RandomRow random = new Termination.RandomRow("hopper", 100, 12, 1, 20);
    assertThat(Termination.ratio(row, random))
        .contains("ratio 5.0")
        .contains("after 10 real steps");
    Termination.RandomRow loss = new Termination.RandomRow("hopper", 100, -12, 1, 20);
    assertThat(Termination.ratio(row, loss)).contains("random actions -12.0: ratio –");
  }

  @Test
  void theTerminationReportMeasuresRandomActions() {
    TrialPlan plan = Toys.plan("toy-mb-mpo-ends-s1", 3, 2, 0);
    TrialFolder trial = Toys.prepare(folder, plan);
    ToyEnvironments environments = new ToyEnvironments();
    new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
        .run(() -> false, () -> {});
    StringWriter out = new StringWriter();
    new Termination().report(List.of(trial), folder, environments, new PrintWriter(out, true));
    assertThat(folder.resolve("random.csv")).content().contains("toy,100,-");
    assertThat(out.toString()).contains("after 100 real steps, random actions -");
    assertThat(environments.open).hasValue(0);
  }
}
