package io.mbmpo.launch.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.launch.doctor.Verdict.Level;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each check on what a robot may tell. */
class RobotChecksTest {
  private final Told told = new Told();

  private static double[] turnedAboutX(double rad) {
    return new double[] {Math.sin(rad / 2), 0, 0, Math.cos(rad / 2)};
  }

  private void assertFault(String what, String... said) {
    Verdict verdict = told.verdict(what);
    assertThat(verdict.level()).as(verdict.line()).isEqualTo(Level.FAULT);
    assertThat(verdict.line()).contains(said);
    assertThat(verdict.remedy()).as("remedy of %s", what).isNotBlank();
  }

  private void assertLevel(String what, Level level, String... said) {
    Verdict verdict = told.verdict(what);
    assertThat(verdict.level()).as(verdict.line()).isEqualTo(level);
    assertThat(List.of(said)).allMatch(verdict.line()::contains, verdict.line());
  }

  @Test
  void aRobotThatStandsAsItShouldIsFoundSound() {
    assertThat(told.verdicts())
        .allMatch(v -> v.level() == Level.OK || v.level() == Level.NOTE)
        .filteredOn(v -> v.level() == Level.NOTE)
        .extracting(Verdict::what)
        .containsExactly("joint velocities", "battery"); // nothing moved, nothing published
  }

  @Test
  void aRobotThatFellSilentIsSaidOnceAndNothingElseIsClaimed() {
    Evidence nothing =
        new Evidence(
            "domain 7 on 127.0.0.1",
            0,
            new Heard<>("/joint_states", 0, Map.of(), "", List.of()),
            new Heard<>("/imu/data", 0, Map.of(), "", List.of()),
            new Heard<>("/odom", 0, Map.of(), "", List.of()),
            new Heard<>("/battery_state", 0, Map.of(), "", List.of()),
            new Evidence.CommandTopic("/commands", 0, 0, 0, ""));
    List<Verdict> verdicts = Doctor.robot(Told.GO1, Told.GO1.ros2(), nothing, false);
    assertThat(verdicts)
        .filteredOn(v -> v.level() == Level.FAULT)
        .extracting(Verdict::what)
        .containsExactly("joint states", "IMU", "odometry", "command topic");
    assertThat(verdicts.get(0).line())
        .contains("nothing comes on /joint_states in domain 7", "nobody else is there", "--domain");
  }

  @Test
  void aTopicThatIsAdvertisedButCannotBeReadIsNotCalledSilentForNoReason() {
    RateCheck<ImuSample> check = new RateCheck<>("IMU", Evidence::imu, s -> s.sample, 0.05, true);
    Evidence good = told.evidence();
    assertThat(
            check
                .judge(
                    with(
                        good,
                        new Heard<>("/imu/data", 1, Map.of(Refusal.TRAILING, 9L), "", List.of())))
                .line())
        .contains("too long, another type?");
    assertThat(
            check
                .judge(with(good, new Heard<>("/imu/data", 0, Map.of(), "RELIABILITY", List.of())))
                .line())
        .contains("QoS does not fit (RELIABILITY)", "best_effort");
  }

  private static Evidence with(Evidence e, Heard<ImuSample> imu) {
    return new Evidence(
        e.place(), e.peers(), e.joints(), imu, e.odometry(), e.battery(), e.commands());
  }

  @Test
  void twoRobotsInOneDomainAreNoticed() {
    told.jointPublishers = 2;
    assertFault("joint states", "2 publishers on /joint_states", "--namespace");
  }

  @Test
  void aRateThatTheSafetyTimeoutDoesNotAllowIsAFault() {
    told.periodNanos = 40_000_000; // 25 Hz, the timeout is 50 ms
    assertFault("joint states", "25 Hz", "at least 40 Hz are needed");
  }

  @Test
  void onePauseIsAWarningAndSeveralAreAFault() {
    told.pauseNanos = 160_000_000;
    told.pauses = 1;
    assertLevel("joint states", Level.WARN, "longest gap 162 ms, beyond the timeout of 50 ms");
    told.pauses = 2;
    assertFault("joint states", "longest gap 162 ms; silent beyond the timeout for 14 %");
  }

  @Test
  void stampsFromTheFutureAreAFaultUnlessStampsAreNotBelieved() {
    told.ageS = -0.2;
    assertFault("clock", "200.0 ms in the future", "arrival");
    Evidence heard = told.evidence();
    assertThat(new ClockCheck(false, 0.05).judge(heard).level()).isEqualTo(Level.NOTE);
  }

  @Test
  void stampsThatAreHalfStaleOnArrivalAreAWarning() {
    told.ageS = 0.03;
    assertLevel("clock", Level.WARN, "30.0 ms old");
  }

  @Test
  void aJointNamedTwiceOrWithoutAVelocityIsAFault() {
    told.velocity = new double[0];
    assertFault("joint names", "12 names, 12 positions, 0 velocities");
    told.names = List.of(told.names.get(0), told.names.get(0));
    assertFault("joint names", "missing");
  }

  @Test
  void extraJointsOfAnArmAreNoFault() {
    String[] names = Arrays.copyOf(told.names.toArray(new String[0]), 13);
    names[12] = "arm_joint";
    told.names = List.of(names);
    told.position = Arrays.copyOf(told.position, 13);
    told.velocity = new double[13];
    told.effort = new double[13];
    assertLevel("joint names", Level.OK, "and others");
    assertLevel("legs on the ground", Level.OK);
  }

  @Test
  void aZeroThatIsOffIsNotCalledASwap() {
    told.position[2] -= 2; // a calf past its stop
    assertFault("joint positions", "FR_calf_joint is at -3.70, its limits are -2.82 to -0.89");
    assertThat(told.verdict("joint positions").line()).doesNotContain("exchanged", "wrong sign");
  }

  @Test
  void aPositionThatIsNoNumberIsNotTakenForSound() {
    told.position[2] = Double.NaN;
    assertFault("joint positions", "FR_calf_joint", "no number");
  }

  @Test
  void aLegThatIsNotOnTheGroundIsNotCalledSound() {
    told.position[1] = 0.2;
    assertThat(told.verdict("legs on the ground").level()).isNotEqualTo(Level.OK);
  }

  @Test
  void velocityInDegreesIsSeenWhereAJointMoves() {
    told.moving[0] = 0.2;
    told.velocity[0] = Math.toDegrees(0.2);
    assertFault("joint velocities", "FR_hip_joint", "degrees");
  }

  @Test
  void aVelocityThatStaysZeroWhileTheJointMovesIsAFault() {
    told.moving[0] = 0.2;
    assertFault("joint velocities", "FR_hip_joint: told 0.0 ×");
  }

  @Test
  void effortsOfTheWrongSignAreSeenWhenItStands() {
    for (int i = 0; i < told.effort.length; i++) {
      told.effort[i] *= -1;
    }
    assertFault("joint efforts", "wrong sign");
  }

  @Test
  void effortsSayNothingWhenItLies() {
    told.position = Told.joints(JointConfig::crouchRad);
    assertLevel("joint efforts", Level.NOTE, "only when the robot stands");
  }

  @Test
  void accelerationWithoutGravityOrInMilliGIsNamed() {
    told.acceleration = new double[] {0, 0, 0.01};
    assertFault("IMU acceleration", "gravity was taken out");
    told.acceleration = new double[] {0, 0, 1002};
    assertFault("IMU acceleration", "in mg");
    told.acceleration = new double[] {0, 0, 9.81 * 1.1};
    assertLevel("IMU acceleration", Level.WARN, "calibrate");
  }

  @Test
  void anImuThatIsUpsideDownOrHasNoOrientationIsNamed() {
    told.acceleration = new double[] {0, 0, -9.81};
    assertFault("IMU axes", "wrong sign", "+9.81");
    told.orientation = new double[4];
    assertFault("IMU axes", "no orientation");
  }

  @Test
  void ofThreeThatDifferOnUpTheOddOneIsNamed() {
    told.orientation = turnedAboutX(0.3);
    told.acceleration = new double[] {0, 9.81 * Math.sin(0.3), 9.81 * Math.cos(0.3)};
    assertFault("upright", "differ by 17.2°", "\"imu_link\") is turned");

    told.odometry = false; // then only the legs are left to tell
    assertFault("upright", "IMU and the legs differ by 17.2°");
  }

  @Test
  void odometryThatIsTurnedIsNotBlamedOnTheImu() {
    told.odometryOrientation = turnedAboutX(0.3);
    assertFault("upright", "the legs agree with the IMU", "odometry's orientation is wrong");
  }

  @Test
  void aRobotOnASlopeIsNotTakenForTurned() {
    told.orientation = turnedAboutX(0.2);
    told.odometryOrientation = turnedAboutX(0.2);
    told.acceleration = new double[] {0, 9.81 * Math.sin(0.2), 9.81 * Math.cos(0.2)};
    assertLevel("upright", Level.OK);
    assertLevel("legs on the ground", Level.WARN, "level ground");
  }

  @Test
  void aHangingRobotsFeetAreNotAsked() {
    told.position[1] = 0.2;
    List<Verdict> verdicts = Doctor.robot(Told.GO1, Told.GO1.ros2(), told.evidence(), true);
    assertThat(verdicts).allMatch(v -> v.level() != Level.FAULT && v.level() != Level.WARN);
  }

  @Test
  void aCommandTopicOfOtherQosIsSaidToBe() {
    told.takers = 0;
    told.commandMisfit = "DURABILITY";
    assertFault("command topic", "QoS does not fit (DURABILITY)");
    told.commandMisfit = "";
    assertFault("command topic", "nobody takes /commands");
  }

  @Test
  void anotherControllerIsAFaultWhenItCommandsAndAWarningWhileItIsSilent() {
    told.commanders = 1;
    assertLevel("other controllers", Level.WARN);
    told.commands = 3;
    assertFault("other controllers", "3 commands came");
  }

  @Test
  void aBatteryThatIsLowOrIllIsTold() {
    Sample now = new Sample(0, 0);
    told.battery = new BatterySample(now, 0.2, 24.1, 1, true);
    assertLevel("battery", Level.WARN, "20 %, 24.1 V");
    told.battery = new BatterySample(now, 0.9, Double.NaN, 3, true);
    assertFault("battery", "health is 3");
    told.battery = new BatterySample(now, Double.NaN, 24.1, 0, true);
    assertLevel("battery", Level.NOTE, "24.1 V");
  }

  @Test
  void withoutOdometryThatARobotMayDoWithoutNothingIsMissed() {
    told.odometry = false;
    Ros2Config ros2 = Told.GO1.ros2();
    assertThat(Doctor.robot(Told.GO1.withoutOdometry(), ros2, told.evidence(), false))
        .noneMatch(v -> v.level() == Level.FAULT);
  }
}
