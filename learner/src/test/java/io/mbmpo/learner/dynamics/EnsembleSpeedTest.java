package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleSpeedTest {
  @Test
  void operationsAreThoseOfTheStepsAndNoNetworkIsFasterThanPlainProducts() {
    LearnerSettings.Model model =
        new LearnerSettings.Model(2, List.of(64, 64), 1e-3, 250, 0.8, 1, 1, 0.99);
    try (Workers workers = new Workers(2)) {
      EnsembleSpeed.Report report = EnsembleSpeed.measure(5, 3, model, workers, 1);

      double operations = 6.0 * (8 * 64 + 64 * 64 + 64 * 5) * 250 * 2;
      assertThat(report.gflops())
          .isCloseTo(1e-9 * operations * report.stepsPerS(), within(1e-6 * report.gflops()));
      assertThat(report.shareOfPeak()).isPositive().isLessThan(1);
      assertThat(report.peakOfCores()).isGreaterThan(report.gflopsOfCores());
    }
  }
}
