package io.mbmpo.sim.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.identify.Identified.JointFriction;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was put into the simulator is found again in how it moves. */
class IdentificationTest {
  private static final SimulationOptions NOISY = SimulationOptions.nominal().withNoise();
  private static final RobotConfig GO1 =
      new ExcitedRobot("go1", IdentifiedConfig.NONE, NOISY, 1).described;

  private static Identified identify(RobotConfig config, Motion... motions) {
    Identification identification = new Identification(config);
    for (Motion motion : motions) {
      identification.add(motion);
    }
    return identification.result();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void frictionStrengthAndDelayAreFoundThroughTheSensorsNoise(long seed) {
    IdentifiedConfig real = ExcitedRobot.real(GO1, 0.6, 0.1, 0.8, 0.012);
    Motion motion = new ExcitedRobot("go1", real, NOISY, seed).hanging().move(20, true);
    Identified found = identify(GO1, motion);
    assertThat(found.motorStrength().value()).isCloseTo(0.8, within(0.01));
    assertThat(found.commandDelayS().value()).isCloseTo(0.012, within(0.0002));
    assertThat(found.joints())
        .hasSize(12)
        .allSatisfy(
            joint -> {
              assertThat(joint.frictionNm().determined()).as(joint.toString()).isTrue();
              assertThat(joint.frictionNm().value()).isCloseTo(0.6, within(0.12));
              assertThat(joint.dampingNmsRad().value()).isCloseTo(0.1, within(0.05));
            });
  }

  /** Hips move least under random actions, and the noise of their velocity is as great as that. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void frictionIsFoundThroughTheSensorsNoiseWhereJointsMoveLittle(long seed) {
    IdentifiedConfig real = ExcitedRobot.real(GO1, 0.6, 0.1, 0.8, 0.012);
    ExcitedRobot robot = new ExcitedRobot("go1", real, NOISY, seed).hanging();
    robot.widthRad = 0.15;
    Identified found = identify(GO1, robot.move(20, true));
    assertThat(found.joints())
        .allSatisfy(
            joint -> {
              assertThat(joint.frictionNm().value()).isCloseTo(0.6, within(0.09));
              assertThat(joint.dampingNmsRad().value()).isCloseTo(0.1, within(0.05));
            });
  }

  /**
   * A torque that grows with the square of the speed, of which the model knows nothing: the robot
   * is told to give it, the recording does not say so.
   */
  @Test
  void frictionOfAnotherFormThanTheSimulatedIsNotCalledDetermined() {
    ExcitedRobot robot = new ExcitedRobot("go1", IdentifiedConfig.NONE, NOISY, 11).hanging();
    robot.unknownNm = v -> -0.15 * v * Math.abs(v);
    Identified found = identify(GO1, robot.move(20, true));
    for (JointFriction joint : found.joints()) {
      Estimate viscous = joint.dampingNmsRad();
      boolean knees = joint.joint().endsWith("_calf_joint");
      assertThat(!knees || !viscous.determined()).as(joint.toString()).isTrue();
      if (!viscous.determined()) {
        assertThat(viscous.open()).contains("record");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nothingIsInventedOfARobotThatIsAsDescribed(long seed) {
    Motion motion =
        new ExcitedRobot("go1", IdentifiedConfig.NONE, NOISY, seed).hanging().move(20, true);
    Identified found = identify(GO1, motion);
    assertThat(found.motorStrength().value()).isCloseTo(1, within(0.03));
    assertThat(found.commandDelayS().value()).isCloseTo(0, within(0.002));
    assertThat(found.joints())
        .allSatisfy(joint -> assertThat(joint.frictionNm().value()).isBetween(0.0, 0.2));
  }

  @Test
  void everyJointHasItsOwnFriction() {
    Map<String, Double> frictions = new HashMap<>();
    for (int j = 0; j < GO1.jointCount(); j++) {
      frictions.put(GO1.joints().get(j).name(), 0.05 * j);
    }
    IdentifiedConfig real = new IdentifiedConfig(frictions, Map.of(), 1, 0, 0);
    Motion motion = new ExcitedRobot("go1", real, NOISY, 4).hanging().move(20, true);
    assertThat(identify(GO1, motion).joints())
        .allSatisfy(
            joint ->
                assertThat(joint.frictionNm().value())
                    .as(joint.toString())
                    .isCloseTo(frictions.get(joint.joint()), within(0.1)));
  }

  @Test
  void aDelayThatIsLongerThanIsLookedForIsNotTakenForTheLongest() {
    IdentifiedConfig real = new IdentifiedConfig(Map.of(), Map.of(), 1, 0.07, 0);
    Motion motion = new ExcitedRobot("go1", real, NOISY, 6).hanging().move(20, true);
    Estimate delay = identify(GO1, motion).commandDelayS();
    assertThat(delay.determined()).isFalse();
  }

  @Test
  void aJointThatDoesNotMoveIsNotDeterminedAndTheOthersAre() {
    IdentifiedConfig real = ExcitedRobot.real(GO1, 0.6, 0.1, 0.8, 0.012);
    ExcitedRobot robot = new ExcitedRobot("go1", real, NOISY, 7).hanging();
    robot.moved = j -> j >= 3;
    Identified found = identify(GO1, robot.move(20, true));
    for (int j = 0; j < 12; j++) {
      JointFriction joint = found.joints().get(j);
      assertThat(joint.frictionNm().determined()).as(joint.toString()).isEqualTo(j >= 3);
    }
    assertThat(found.joints().get(0).frictionNm().open()).contains("move");
    assertThat(found.motorStrength().value()).isCloseTo(0.8, within(0.04));
  }

  @Test
  void aRobotThatHangsStillDeterminesNothing() {
    ExcitedRobot robot = new ExcitedRobot("go1", IdentifiedConfig.NONE, NOISY, 8).hanging();
    robot.moved = j -> false;
    Identified found = identify(GO1, robot.move(20, true));
    assertThat(found.motorStrength().determined()).isFalse();
    assertThat(found.commandDelayS().determined()).isFalse();
    assertThat(found.joints()).noneMatch(joint -> joint.frictionNm().determined());
  }

  @Test
  void legsThatStandOnTheGroundDetermineNothing() {
    ExcitedRobot robot = new ExcitedRobot("go1", IdentifiedConfig.NONE, NOISY, 9);
    robot.widthRad = 0.05;
    robot.rateRadS = 0.5;
    Identified found = identify(GO1, robot.move(20, false));
    assertThat(found.joints())
        .allSatisfy(
            joint ->
                assertThat(joint.frictionNm().open()).startsWith("its leg was never in the air"));
  }

  @Test
  void nothingAtAllDeterminesNothing() {
    assertThat(identify(GO1).motorStrength().determined()).isFalse();
  }

  @Test
  void anotherKindOfRobotIsIdentifiedAsWell() {
    ExcitedRobot nominal = new ExcitedRobot("anymal_c", IdentifiedConfig.NONE, NOISY, 10);
    IdentifiedConfig real = ExcitedRobot.real(nominal.described, 1, 0.3, 0.85, 0.01);
    ExcitedRobot robot = new ExcitedRobot("anymal_c", real, NOISY, 10).hanging();
    robot.rateRadS = 10;
    Identified found = identify(nominal.described, robot.move(20, true));
    assertThat(found.motorStrength().value()).isCloseTo(0.85, within(0.01));
    assertThat(found.commandDelayS().value()).isCloseTo(0.01, within(0.0002));
    assertThat(found.joints())
        .allSatisfy(
            joint -> {
              assertThat(joint.frictionNm().value()).isCloseTo(1, within(0.2));
              assertThat(joint.dampingNmsRad().value()).isCloseTo(0.3, within(0.09));
            });
  }
}
