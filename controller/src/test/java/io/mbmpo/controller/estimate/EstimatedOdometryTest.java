package io.mbmpo.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.FakeRobot;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.EstimatorConfig.Heading;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EstimatedOdometryTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The fake robot measures no efforts. */
  private static final RobotConfig CONFIG =
      Bench.CONFIG.with(
          Bench.CONFIG.simulation(),
          Estimators.withContactForceShare(Bench.CONFIG.withoutOdometry().estimator(), 0));

  private final FakeRobot robot = new FakeRobot(CONFIG);
  private final EstimatedOdometry port =
      (EstimatedOdometry) EstimatedOdometry.of(CONFIG, robot.port);
  private final JointState joints = new JointState(12);
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final JointCommand command = new JointCommand(12);

  private boolean tick() {
    robot.step();
    port.take(joints);
    port.take(imu);
    return port.take(odometry);
  }

  private void hold(double kp) {
    for (int i = 0; i < 12; i++) {
      command.position[i] = CONFIG.joints().get(i).stanceRad();
      command.kp[i] = kp;
    }
    port.send(command);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  @Test
  void aRobotWithOdometryIsSeenAsItIs() {
    assertThat(EstimatedOdometry.of(Bench.CONFIG, robot.port)).isSameAs(robot.port);
  }

  @Test
  void theRobotsOwnOdometryIsNeverAskedForAndCommandsGoThrough() {
    RobotPort mocked = mock(RobotPort.class);
    RobotPort estimated = EstimatedOdometry.of(CONFIG, mocked);
    estimated.take(odometry);
    estimated.send(command);
    verify(mocked, never()).take(any(OdometryState.class));
    verify(mocked).send(command);
  }

  @Test
  void beforeJointsAndImuHaveBothBeenSeenThereIsNoEstimate() {
    robot.imuMuted = true;
    assertThat(tick()).isFalse();
    robot.imuMuted = false;
    assertThat(tick()).isTrue();
    assertThat(odometry.stampNanos).isEqualTo(robot.nowNanos());
  }

  @Test
  void standingStillItIsAsHighAsItsLegsAreLongAndDoesNotMove() {
    hold(80);
    ticks(5000);
    double[] stance = CONFIG.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    assertThat(odometry.position[2])
        .isCloseTo(Kinematics.of(CONFIG).trunkHeightM(stance), within(1e-3));
    for (int i = 0; i < 3; i++) {
      assertThat(odometry.linearVelocity[i]).isCloseTo(0, within(0.005));
    }
  }

  /** All legs push back alike, feet at the same height: trunk at constant speed. */
  private double walk(double thighRadS) {
    double thigh = 0.9;
    double calf = 0.9 - 1.7;
    double calfRadS = -Math.sin(thigh) / Math.sin(calf) * thighRadS; // of the link, not the joint
    robot.spoilJoints =
        state -> {
          for (int leg = 0; leg < 4; leg++) {
            state.velocity[3 * leg + 1] = thighRadS;
            state.velocity[3 * leg + 2] = calfRadS - thighRadS;
          }
        };
    return 0.213 * (Math.cos(thigh) * thighRadS + Math.cos(calf) * calfRadS) + 0.02 * calfRadS;
  }

  @Test
  void aTrunkMovesAgainstItsStandingFeetAndTheFeetRoll() {
    hold(80);
    ticks(1000);
    double speed = walk(0.6);
    ticks(4000);
    assertThat(speed).isGreaterThan(0.15);
    assertThat(odometry.linearVelocity[0]).isCloseTo(speed, within(0.004)); // rolling: 0.013
    assertThat(odometry.linearVelocity[2]).isCloseTo(0, within(0.004));
  }

  @Test
  void anImuThatFallsSilentLetsTheEstimateGrowOld() {
    ticks(50);
    long last = robot.nowNanos();
    robot.imuMuted = true;
    ticks(50);
    assertThat(odometry.stampNanos).isEqualTo(last);
    robot.imuMuted = false;
    ticks(2);
    assertThat(odometry.stampNanos).isEqualTo(robot.nowNanos());
  }

  @Test
  void jointsThatTalkNonsenseLetTheEstimateGrowOldAndNeverGetIntoIt() {
    hold(80);
    ticks(1000);
    long last = robot.nowNanos();
    for (double wild : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      robot.spoilJoints = state -> state.velocity[3] = wild;
      ticks(50);
      assertThat(odometry.stampNanos).isEqualTo(last);
      assertThat(finite(odometry)).isTrue();
    }
    robot.spoilJoints = state -> {};
    ticks(100);
    assertThat(odometry.stampNanos).isEqualTo(robot.nowNanos());
    assertThat(odometry.linearVelocity[0]).isCloseTo(0, within(0.01));
  }

  @Test
  void whateverTheSensorsSayAnEstimateIsFinite() {
    SplittableRandom random = new SplittableRandom(6);
    robot.spoilJoints =
        state -> {
          spoil(random, state.position);
          spoil(random, state.velocity);
        };
    robot.spoilImu =
        state -> {
          spoil(random, state.angularVelocity);
          spoil(random, state.linearAcceleration);
        };
    int estimates = 0;
    for (int i = 0; i < 50_000; i++) {
      if (i % 400 == 0) {
        hold(i % 800 == 0 ? 80 : 0);
      }
      if (tick()) {
        estimates++;
        assertThat(finite(odometry)).isTrue();
      }
    }
    assertThat(estimates).isGreaterThan(1000);
  }

  private static void spoil(SplittableRandom random, double[] values) {
    if (random.nextInt(50) == 0) {
      double size = Math.pow(10, 12 * random.nextDouble() - 5);
      values[random.nextInt(values.length)] = size * (2 * random.nextDouble() - 1);
    }
  }

  private static boolean finite(OdometryState o) {
    return Arrays.stream(o.position).allMatch(Double::isFinite)
        && Arrays.stream(o.orientation).allMatch(Double::isFinite)
        && Arrays.stream(o.linearVelocity).allMatch(Double::isFinite)
        && Arrays.stream(o.angularVelocity).allMatch(Double::isFinite);
  }

  @Test
  void standingUpBeginsANewEstimateAtTheOrigin() {
    walk(0.6);
    ticks(1000);
    assertThat(odometry.position[0]).isGreaterThan(0.05);
    hold(80);
    tick();
    assertThat(odometry.position[0]).isZero();
    assertThat(odometry.linearVelocity[0]).isZero();
    ticks(10);
    hold(90); // goes on holding: no new beginning
    tick();
    assertThat(odometry.position[0]).isNotZero();
  }

  @Test
  void aHeadingByGyroscopeKeepsItsBiasOverStandingUp() {
    RobotConfig gyro =
        CONFIG.with(CONFIG.simulation(), CONFIG.estimator().withHeading(Heading.GYRO));
    EstimatedOdometry estimated = (EstimatedOdometry) EstimatedOdometry.of(gyro, robot.port);
    robot.spoilImu = state -> state.angularVelocity[2] = 0.03;
    for (int i = 0; i < 10_000; i++) {
      robot.step();
      estimated.take(joints);
      estimated.take(imu);
      estimated.take(odometry);
      if (i == 5000) {
        hold(80);
        estimated.send(command);
      }
    }
    assertThat(odometry.angularVelocity[2]).isCloseTo(0, within(1e-4));
    assertThat(2 * Math.asin(odometry.orientation[2])).isCloseTo(0, within(0.001));
  }

  @Test
  void aControllerStandsUpAndRunsOnEstimatesAlone() {
    robot.odometryMuted = true;
    Controller controller = new Controller(CONFIG, Bench.TASK, port, new ConditionFlags());
    assertThat(run(controller, Bench.random("e", 25)).buffer().end())
        .isEqualTo(EpisodeBuffer.HORIZON);
    assertThat(controller.internalErrors()).isZero();
  }

  @Test
  void aControllerWhoseImuFallsSilentDampsTheRobot() {
    Controller controller = new Controller(CONFIG, Bench.TASK, port, new ConditionFlags());
    PreparedRollout rollout = Bench.random("e", 100);
    controller.offer(rollout);
    while (controller.mode() != Mode.RUN) {
      robot.step();
      controller.tick(robot.nowNanos());
    }
    robot.imuMuted = true;
    for (int i = 0; i < 80; i++) {
      robot.step();
      controller.tick(robot.nowNanos());
    }
    assertThat(controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(rollout.buffer().end()).isEqualTo(Condition.IMU_STALE.title());
  }

  @Test
  void theSameRolloutTwiceGivesTheSameNumbers() {
    float[][] observations = new float[2][];
    for (int n = 0; n < 2; n++) {
      FakeRobot fresh = new FakeRobot(CONFIG);
      Controller controller =
          new Controller(
              CONFIG, Bench.TASK, EstimatedOdometry.of(CONFIG, fresh.port), new ConditionFlags());
      PreparedRollout rollout = Bench.random("e", 25);
      controller.offer(rollout);
      while (!controller.idle()) {
        fresh.step();
        controller.tick(fresh.nowNanos());
      }
      observations[n] = rollout.buffer().observations().clone();
    }
    assertThat(observations[0]).containsExactly(observations[1]);
  }

  private PreparedRollout run(Controller controller, PreparedRollout rollout) {
    controller.offer(rollout);
    while (!controller.idle()) {
      robot.step();
      controller.tick(robot.nowNanos());
    }
    return controller.takeFinished();
  }

  @Test
  void anEstimateAllocatesNothing() {
    hold(80);
    ticks(20_000); // compiled by then
    long bytes = 0;
    for (int i = 0; i < 2000; i++) {
      robot.step();
      if (i % 100 == 0) {
        command.kp[0] = i % 200;
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      port.take(joints);
      port.take(imu);
      port.take(odometry);
      port.send(command);
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(bytes).isZero();
  }
}
