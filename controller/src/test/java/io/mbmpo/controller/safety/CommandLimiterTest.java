package io.mbmpo.controller.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class CommandLimiterTest {
  private static final double STEP =
      Bench.CONFIG.control().targetRateRadS() / Bench.CONFIG.control().tickRateHz();

  /** Doubles of jqwik hold NaN, infinities and the smallest and largest values, too. */
  @Property(tries = 2000)
  void whateverIsAskedTheCommandIsFiniteInsideTheLimitsAndNoFasterThanTheRate(
      @ForAll @Size(12) double[] first, @ForAll @Size(12) double[] second, @ForAll int odd) {
    first[Math.floorMod(odd, 12)] = Double.NaN;
    second[Math.floorMod(odd / 12, 12)] = Double.POSITIVE_INFINITY;
    CommandLimiter limiter = new CommandLimiter(Bench.CONFIG);
    limiter.startFrom(second);
    double[] before = new double[12];
    double[] after = new double[12];
    limiter.limit(first, before);
    for (double[] wanted : Arrays.asList(second, first, second)) {
      limiter.limit(wanted, after);
      for (int i = 0; i < 12; i++) {
        JointConfig joint = Bench.CONFIG.joints().get(i);
        assertThat(after[i]).isBetween(joint.lowerRad(), joint.upperRad());
        assertThat(Math.abs(after[i] - before[i])).isLessThanOrEqualTo(STEP + 1e-12);
      }
      before = after.clone();
    }
  }

  @Property(tries = 1)
  void aTargetWithinReachPassesUnchangedAndOneBeyondIsToldAsSaturated() {
    CommandLimiter limiter = new CommandLimiter(Bench.CONFIG);
    double[] stance = Bench.CONFIG.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    double[] out = new double[12];
    limiter.startFrom(stance);
    double[] near = stance.clone();
    near[4] += 0.9 * STEP;
    limiter.limit(near, out);
    assertThat(out).isEqualTo(near);
    assertThat(limiter.saturated()).isFalse();
    near[4] += 10 * STEP;
    limiter.limit(near, out);
    assertThat(out[4]).isEqualTo(stance[4] + 0.9 * STEP + STEP);
    assertThat(limiter.saturated()).isTrue();
  }
}
