package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.sim.DomainRange.Interval;
import org.junit.jupiter.api.Test;

class DomainTest {
  private static final Interval ONE = Interval.fixed(1);
  private static final Interval NONE = Interval.fixed(0);

  private static Rig rig(DomainRange range) {
    return new Rig(SimulationOptions.nominal().withDomain(range));
  }

  private static double weightStanding(Rig rig) {
    rig.standUp();
    rig.run(1);
    double[] sum = {0};
    rig.run(0.5, () -> sum[0] += rig.truth().groundForceN);
    return sum[0] / 250;
  }

  @Test
  void massAndPayloadAreFeltByTheGround() {
    double weight = TestRobots.MASS_KG * 9.81;
    Rig heavy = rig(new DomainRange(Interval.fixed(1.2), ONE, ONE, NONE, NONE, NONE));
    assertThat(weightStanding(heavy)).isCloseTo(1.2 * weight, within(0.01 * weight));
    Rig laden = rig(new DomainRange(ONE, ONE, ONE, Interval.fixed(2), NONE, NONE));
    assertThat(weightStanding(laden)).isCloseTo(weight + 2 * 9.81, within(0.01 * weight));
  }

  @Test
  void weakMotorsGiveLessTorque() {
    Rig weak = rig(new DomainRange(ONE, ONE, Interval.fixed(0.2), NONE, NONE, NONE));
    double[] most = {0};
    weak.runRandomTargets(
        1,
        3,
        1,
        () -> {
          for (double torque : weak.joints.effort) {
            most[0] = Math.max(most[0], Math.abs(torque));
          }
        });
    assertThat(most[0]).isCloseTo(0.2 * 25, within(1e-9));
  }

  /** With legs splayed by soft knees, feet on ice slide apart under the weight; on rubber not. */
  @Test
  void frictionHoldsTheFeet() {
    Rig grip = rig(DomainRange.nominal());
    Rig ice = rig(new DomainRange(ONE, Interval.fixed(0.01), ONE, NONE, NONE, NONE));
    assertThat(footSlip(grip)).isLessThan(0.025);
    assertThat(footSlip(ice)).isGreaterThan(0.05);
  }

  /** How far the front feet part when the hips go limp, m. */
  private static double footSlip(Rig rig) {
    rig.standUp();
    rig.run(0.5);
    double before = footSpread(rig);
    for (int leg = 0; leg < 4; leg++) {
      rig.command.position[3 * leg] = leg % 2 == 0 ? -0.3 : 0.3;
      rig.command.kp[3 * leg] = 15;
    }
    rig.port.send(rig.command);
    rig.run(0.5);
    return Math.abs(footSpread(rig) - before);
  }

  private static double footSpread(Rig rig) {
    Truth truth = rig.truth();
    double[] at = {0, 0, -TestRobots.LEG_M};
    double[] right =
        Transform.of(truth.bodyOrientation[3], truth.bodyPosition[3]).apply(at[0], at[1], at[2]);
    double[] left =
        Transform.of(truth.bodyOrientation[6], truth.bodyPosition[6]).apply(at[0], at[1], at[2]);
    return Math.hypot(left[0] - right[0], left[1] - right[1]);
  }

  @Test
  void aSeedDrawsEveryFactorFromItsInterval() {
    DomainRange wide =
        new DomainRange(
            new Interval(0.8, 1.2),
            new Interval(0.5, 1.5),
            new Interval(0.7, 1),
            new Interval(0, 3),
            new Interval(0, 0.02),
            new Interval(-1, 1));
    SimulationOptions options = SimulationOptions.nominal().withLatency(0.01).withDomain(wide);
    Rig rig = new Rig(options);
    double lowest = 2;
    double highest = 0;
    for (long seed = 0; seed < 40; seed++) {
      rig.robot.reset(seed);
      Domain domain = rig.robot.domain();
      assertThat(domain.massFactor()).isBetween(0.8, 1.2);
      assertThat(domain.frictionFactor()).isBetween(0.5, 1.5);
      assertThat(domain.motorStrength()).isBetween(0.7, 1.0);
      assertThat(domain.payloadKg()).isBetween(0.0, 3.0);
      assertThat(domain.latencyS()).isBetween(0.01, 0.03);
      assertThat(domain.startYawRad()).isBetween(-1.0, 1.0);
      lowest = Math.min(lowest, domain.massFactor());
      highest = Math.max(highest, domain.massFactor());
    }
    assertThat(lowest).isLessThan(0.85);
    assertThat(highest).isGreaterThan(1.15);
  }

  @Test
  void rangesThatMakeNoSenseAreRefusedByName() {
    assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("[2.0, 1.0]");
    assertThatThrownBy(() -> new Interval(0, Double.NaN)).hasMessageContaining("finite");
    assertThatThrownBy(() -> new DomainRange(NONE, ONE, ONE, NONE, NONE, NONE))
        .hasMessageContaining("massFactor");
    assertThatThrownBy(() -> new DomainRange(ONE, ONE, ONE, new Interval(-1, 0), NONE, NONE))
        .hasMessageContaining("payloadKg");
    assertThatThrownBy(() -> SimulationOptions.nominal().withLatency(Double.NaN))
        .hasMessageContaining("latencyS");
  }
}
