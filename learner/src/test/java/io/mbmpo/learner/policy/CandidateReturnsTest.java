package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateReturnsTest {
  private static final int CANDIDATES = 100;

  private static CandidateReturns.Scores score(
      Task task, int horizon, LearnerSettings.Imagination faults, DynamicsModel model, float... s) {
    LearnerSettings settings =
        Fixtures.planning(
            Fixtures.imagining(Fixtures.settings(List.of(), Fixtures.meta(0)), faults), horizon);
    try (CandidateReturns candidates =
        new CandidateReturns(task, settings, Device.CPU, CANDIDATES)) {
      return candidates.of(model, s, 3, 0);
    }
  }

  private static final LearnerSettings.Imagination FAITHFUL =
      new LearnerSettings.Imagination(true, 0, 0);

  @Test
  void overOneStepTheReturnIsTheRewardOfTheFirstAction() {
    try (DynamicsModel model = Fixtures.pointModel(0.5f, 0.1f, 5)) {
      CandidateReturns.Scores scores =
          score(new Fixtures.PointTask(10), 1, FAITHFUL, model, 0.4f, -0.7f);
      double spread = 0;
      for (int i = 0; i < CANDIDATES; i++) {
        double x = scores.first()[2 * i];
        double y = scores.first()[2 * i + 1];
        assertThat(x).isBetween(-1.0, 1.0);
        spread += x * x / CANDIDATES;
        double nextX = 0.4 + 0.5 * x + 0.1;
        double nextY = -0.7 + 0.5 * y + 0.1;
        double reward = 1 - nextX * nextX - nextY * nextY - 0.01 * (x * x + y * y);
        assertThat((double) scores.returns()[i]).isCloseTo(reward, within(1e-5));
      }
      assertThat(spread).as("of a uniform action").isCloseTo(1.0 / 3, within(0.1));
    }
  }

  @Test
  void overSeveralStepsRewardsAddUpWithoutDiscount() {
    try (DynamicsModel model = Fixtures.pointModel(0, 0.1f, 5)) {
      CandidateReturns.Scores scores =
          score(new Fixtures.WideTask(2, 2), 4, FAITHFUL, model, 0.5f, 0);
      for (float predicted : scores.returns()) {
        assertThat((double) predicted).isCloseTo(0.6 + 0.7 + 0.8 + 0.9, within(1e-5));
      }
    }
  }

  @Test
  void nothingIsEarnedAfterTheEnd() {
    try (DynamicsModel model = Fixtures.pointModel(0, 0.3f, 5)) {
      Task task = new Fixtures.PointTask(1);
      double[] squares = {2 * 0.3 * 0.3, 2 * 0.6 * 0.6, 2 * 0.9 * 0.9, 2 * 1.2 * 1.2};
      double ended = 3 - squares[0] - squares[1] - squares[2];
      for (float predicted : score(task, 4, FAITHFUL, model, 0, 0).returns()) {
        assertThat((double) predicted).isBetween(ended - 0.06, ended);
      }
      LearnerSettings.Imagination endless = new LearnerSettings.Imagination(false, 0, 0);
      double whole = ended + 1 - squares[3];
      for (float predicted : score(task, 4, endless, model, 0, 0).returns()) {
        assertThat((double) predicted).isBetween(whole - 0.08, whole);
      }
    }
  }

  @Test
  void anObservationOrModelThatIsNotFiniteScoresNothingAndStillOffersActions() {
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0, 5);
        DynamicsModel broken = Fixtures.pointModel(Float.NaN, 0, 5)) {
      for (CandidateReturns.Scores scores :
          List.of(
              score(new Fixtures.PointTask(1), 3, FAITHFUL, model, Float.NaN, 0),
              score(new Fixtures.PointTask(1), 3, FAITHFUL, broken, 0, 0))) {
        assertThat(scores.returns()).containsOnly(0);
        for (float action : scores.first()) {
          assertThat(action).isBetween(-1f, 1f);
        }
      }
    }
  }

  @Test
  void predictionsAreDisturbedWhereTheSettingsSaySo() {
    LearnerSettings.Imagination noisy = new LearnerSettings.Imagination(true, 0, 0.2);
    try (DynamicsModel model = Fixtures.pointModel(0, 0, 1e3f)) {
      float[] returns = score(new Fixtures.WideTask(2, 2), 2, noisy, model, 0, 0).returns();
      double squares = 0;
      for (float predicted : returns) {
        squares += predicted * predicted / CANDIDATES;
      }
      // The first step's noise counts twice: 4 σ² + σ².
      assertThat(squares).isCloseTo(5 * 0.2 * 0.2, within(0.1));
    }
  }
}
