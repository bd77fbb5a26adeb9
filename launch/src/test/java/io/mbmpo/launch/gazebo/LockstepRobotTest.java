package io.mbmpo.launch.gazebo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.launch.exit.LaunchException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LockstepRobotTest {
  private static final long TICK = 2_000_000;
  private static final long START = 5_000_000_000L;

  private final InProcessPort wire = new InProcessPort(1);
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final LockstepRobot robot =
      new LockstepRobot(
          wire, 1, TICK, () -> publish(START + 10 * TICK, true, true, true), alive::get);
  private final JointState joints = new JointState(1);
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();

  private void publish(long stamp, boolean withJoints, boolean withImu, boolean withOdometry) {
    if (withJoints) {
      JointState state = new JointState(1);
      state.stampNanos = stamp;
      state.position[0] = stamp;
      wire.publish(state);
    }
    if (withImu) {
      ImuState state = new ImuState();
      state.stampNanos = stamp + 300; // clocks are compared anew between them
      wire.publish(state);
    }
    if (withOdometry) {
      OdometryState state = new OdometryState();
      state.stampNanos = stamp;
      wire.publish(state);
    }
  }

  private boolean[] taken() {
    return new boolean[] {robot.take(joints), robot.take(imu), robot.take(odometry)};
  }

  @Test
  void aStepIsATickOfTheSimulatorAndItsStampIsTheTime() {
    publish(START, true, true, true);
    robot.step();
    assertThat(robot.nowNanos()).isBetween(START, START + 300);
    assertThat(taken()).containsOnly(true);

    publish(START + TICK, true, true, true);
    robot.step();
    assertThat(robot.nowNanos()).isBetween(START + TICK, START + TICK + 300);
    assertThat(robot.take(joints)).isTrue();
    assertThat(joints.position[0]).isEqualTo(START + TICK);
  }

  @Test
  void samplesThatAreSaidAgainAreNoNewTick() {
    publish(START, true, true, true);
    robot.step();
    publish(START - 200, true, true, true);
    robot.step(); // waits in vain
    assertThat(taken()).containsOnly(false);
  }

  @Test
  void aSensorThatFallsSilentIsWaitedForOnce() {
    publish(START, true, true, true);
    robot.step();
    publish(START + TICK, true, false, true);
    robot.step();
    assertThat(taken()).containsExactly(true, false, true);

    long begun = System.nanoTime();
    for (int tick = 2; tick < 12; tick++) {
      publish(START + tick * TICK, true, false, true);
      robot.step();
    }
    assertThat(System.nanoTime() - begun).as("ten ticks, ns").isLessThan(1_000_000_000L);
    assertThat(robot.nowNanos()).isEqualTo(START + 11 * TICK);
  }

  @Test
  void whenNothingComesAnyMoreTimeGoesOnSoThatTheControllerSeesIt() {
    publish(START, true, true, true);
    robot.step();
    long before = robot.nowNanos();
    robot.step();
    assertThat(robot.nowNanos()).isEqualTo(before + TICK);
    assertThat(taken()).containsOnly(false);
  }

  @Test
  void aSimulatorThatWasOnlySlowIsHeardAgain() {
    publish(START, true, true, true);
    robot.step();
    robot.step(); // waits in vain
    for (int tick = 1; tick < 4; tick++) {
      publish(START + tick * TICK, true, true, true);
      long begun = System.nanoTime();
      robot.step();
      assertThat(System.nanoTime() - begun).as("a tick, ns").isLessThan(1_000_000_000L);
      long now = START + (tick + 1) * TICK;
      assertThat(robot.nowNanos()).isBetween(now, now + 300);
      assertThat(taken()).containsOnly(true);
      assertThat(joints.position[0]).isEqualTo((double) (START + tick * TICK));
      assertThat(robot.nowNanos() - joints.stampNanos).isBetween(0L, 300L);
    }
  }

  @Test
  void whatWasMeasuredBeforeAResetIsNotTakenForWhatCameAfter() {
    publish(START, true, true, true);
    robot.reset(1);
    robot.step();
    assertThat(robot.nowNanos()).isBetween(START + 10 * TICK, START + 10 * TICK + 300);
  }

  @Test
  void theTickOfTheLastCommandIsTakenBeforeTheReset() {
    AtomicBoolean left = new AtomicBoolean();
    LockstepRobot late =
        new LockstepRobot(wire, 1, TICK, () -> left.set(wire.take(joints)), alive::get);
    publish(START, true, true, true);
    late.step();
    late.send(new JointCommand(1));
    publish(START + TICK, true, true, true);
    late.reset(1);
    assertThat(left).isFalse();
  }

  @Test
  void aSimulatorThatHasEndedIsNotWaitedFor() {
    alive.set(false);
    assertThatThrownBy(robot::step)
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("the simulator has ended");
  }
}
