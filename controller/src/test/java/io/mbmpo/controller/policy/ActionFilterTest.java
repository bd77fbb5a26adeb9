package io.mbmpo.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ActionFilterTest {
  private final ActionFilter filter = new ActionFilter(Bench.CONFIG);
  private final JointConfig joint = Bench.CONFIG.joints().get(1);

  @Test
  void aConstantActionIsApproachedGeometrically() {
    float[] action = new float[12];
    action[1] = 0.5f;
    double f = Bench.CONFIG.control().actionFilter();
    for (int k = 1; k <= 6; k++) {
      filter.apply(action);
      double share = 1 - Math.pow(1 - f, k);
      assertThat(filter.targets()[1])
          .isCloseTo(joint.stanceRad() + share * 0.5 * joint.actionScaleRad(), within(1e-12));
    }
    filter.reset();
    assertThat(filter.targets()[1]).isEqualTo(joint.stanceRad());
  }

  @Test
  void actionsAreClippedToTheScaleAndNanChangesNothing() {
    float[] action = new float[12];
    Arrays.fill(action, 40f);
    for (int k = 0; k < 60; k++) {
      filter.apply(action);
    }
    double end = joint.stanceRad() + joint.actionScaleRad();
    assertThat(filter.targets()[1]).isCloseTo(end, within(1e-9));
    Arrays.fill(action, Float.NaN);
    filter.apply(action);
    assertThat(filter.targets()[1]).isCloseTo(end, within(1e-9));
  }
}
