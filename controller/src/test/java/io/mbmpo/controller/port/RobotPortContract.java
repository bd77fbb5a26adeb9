package io.mbmpo.controller.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Bench;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every robot port keeps to, whatever is behind it. */
public abstract class RobotPortContract {
  private static final int JOINTS = Bench.CONFIG.jointCount();

  private final JointState joints = new JointState(JOINTS);
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final OperatorInput operator = new OperatorInput();
  private final JointCommand command = new JointCommand(JOINTS);

  /** The port under test; a robot is there, and both know of each other. */
  protected abstract RobotPort port();

  /** The robot's side of it. */
  protected abstract Robot robot();

  /** How far a stamp may move on the way, ns. */
  protected abstract long stampToleranceNanos();

  /** What a robot does. */
  protected interface Robot {
    void publish(JointState state);

    void publish(ImuState state);

    void publish(OdometryState state);

    boolean takeCommand(JointCommand into);

    /** Its operator moves the hand controller. */
    void publish(OperatorInput input);

    /** Time of stamps, ns. */
    long nowNanos();
  }

  /** Waits for something to become true. */
  protected static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(end);
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void nothingIsTakenBeforeAnythingWasPublished() {
    assertThat(port().take(joints)).isFalse();
    assertThat(port().take(imu)).isFalse();
    assertThat(port().take(odometry)).isFalse();
    assertThat(port().take(operator)).isFalse();
    assertThat(robot().takeCommand(command)).isFalse();
  }

  @Test
  void aJointStateIsTakenAsItWasAndOnce() {
    JointState sent = jointState(0.25);
    robot().publish(sent);

    await("joint state", () -> port().take(joints));
    assertThat(joints.position).containsExactly(sent.position);
    assertThat(joints.velocity).containsExactly(sent.velocity);
    assertThat(joints.effort).containsExactly(sent.effort);
    assertThat(joints.stampNanos).isCloseTo(sent.stampNanos, within(stampToleranceNanos()));
    assertThat(port().take(joints)).isFalse();
  }

  @Test
  void anImuSampleIsTakenAsItWasAndOnce() {
    ImuState sent = new ImuState();
    sent.stampNanos = robot().nowNanos();
    fill(sent.orientation, 0.5);
    fill(sent.angularVelocity, 1);
    fill(sent.linearAcceleration, 2);
    robot().publish(sent);

    await("IMU sample", () -> port().take(imu));
    assertThat(imu.orientation).containsExactly(sent.orientation);
    assertThat(imu.angularVelocity).containsExactly(sent.angularVelocity);
    assertThat(imu.linearAcceleration).containsExactly(sent.linearAcceleration);
    assertThat(imu.stampNanos).isCloseTo(sent.stampNanos, within(stampToleranceNanos()));
    assertThat(port().take(imu)).isFalse();
  }

  @Test
  void odometryIsTakenAsItWasAndOnce() {
    OdometryState sent = new OdometryState();
    sent.stampNanos = robot().nowNanos();
    fill(sent.position, 3);
    fill(sent.orientation, 0.25);
    fill(sent.linearVelocity, 4);
    fill(sent.angularVelocity, 5);
    robot().publish(sent);

    await("odometry", () -> port().take(odometry));
    assertThat(odometry.position).containsExactly(sent.position);
    assertThat(odometry.orientation).containsExactly(sent.orientation);
    assertThat(odometry.linearVelocity).containsExactly(sent.linearVelocity);
    assertThat(odometry.angularVelocity).containsExactly(sent.angularVelocity);
    assertThat(odometry.stampNanos).isCloseTo(sent.stampNanos, within(stampToleranceNanos()));
    assertThat(port().take(odometry)).isFalse();
  }

  @Test
  void theNewestSampleIsTakenLastAndOldOnesNeverAfterIt() {
    for (int n = 1; n <= 5; n++) {
      robot().publish(jointState(n));
    }
    double[] newest = {0};
    await(
        "the newest",
        () -> {
          if (port().take(joints)) {
            assertThat(joints.position[0]).isGreaterThan(newest[0]);
            newest[0] = joints.position[0];
          }
          return newest[0] == 5;
        });
    assertThat(port().take(joints)).isFalse();
  }

  @Test
  void samplesAreWholeHoweverFastTheyCome() throws InterruptedException {
    int last = 3000;
    Thread publisher =
        new Thread(
            () -> {
              JointState state = new JointState(JOINTS);
              for (int n = 1; n <= last; n++) {
                state.stampNanos = robot().nowNanos();
                Arrays.fill(state.position, n);
                Arrays.fill(state.velocity, n);
                Arrays.fill(state.effort, n);
                robot().publish(state);
              }
            });
    publisher.start();
    double newest = 0;
    int taken = 0;
    while (publisher.isAlive() || taken == 0) {
      if (port().take(joints)) {
        double n = joints.position[0];
        assertThat(n).isGreaterThan(newest);
        assertThat(joints.position).containsOnly(n);
        assertThat(joints.velocity).containsOnly(n);
        assertThat(joints.effort).containsOnly(n);
        newest = n;
        taken++;
      }
    }
    publisher.join();
    assertThat(taken).isPositive();
  }

  @Test
  void aCommandArrivesAsItWasSentThoughItsObjectIsReused() {
    JointCommand sent = command(0.5);
    port().send(sent);
    Arrays.fill(sent.position, 99);

    await("command", () -> robot().takeCommand(command));
    JointCommand expected = command(0.5);
    assertThat(command.position).containsExactly(expected.position);
    assertThat(command.velocity).containsExactly(expected.velocity);
    assertThat(command.effort).containsExactly(expected.effort);
    assertThat(command.kp).containsExactly(expected.kp);
    assertThat(command.kd).containsExactly(expected.kd);
  }

  @Test
  void theNewestCommandArrivesLast() {
    for (int n = 1; n <= 5; n++) {
      port().send(command(n));
    }
    await("command", () -> robot().takeCommand(command) && command.position[0] == 5);
    assertThat(robot().takeCommand(command)).isFalse();
  }

  @Test
  void theOperatorsInputIsTakenAsItWasAndOnce() {
    OperatorInput sent = new OperatorInput();
    sent.stampNanos = robot().nowNanos();
    sent.axes[0] = -1;
    sent.axes[OperatorInput.MAX_AXES - 1] = 0.5f;
    sent.buttons = 1 << 31 | 1 << 4;
    robot().publish(sent);

    await("input", () -> port().take(operator));
    assertThat(operator.axes).containsExactly(sent.axes);
    assertThat(operator.buttons).isEqualTo(sent.buttons);
    assertThat(operator.stampNanos).isCloseTo(sent.stampNanos, within(stampToleranceNanos()));
    assertThat(port().take(operator)).isFalse();

    sent.buttons = 0;
    robot().publish(sent);
    await("release", () -> port().take(operator) && operator.buttons == 0);
  }

  @Test
  void takingAndSendingAllocateNothing() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicBoolean over = new AtomicBoolean();
    Thread publisher =
        new Thread(
            () -> {
              JointState state = jointState(1);
              while (!over.get()) {
                state.stampNanos = robot().nowNanos();
                robot().publish(state);
                LockSupport.parkNanos(100_000);
              }
            });
    publisher.start();
    JointCommand sent = command(1);
    ticks(1000, sent);
    int taken = 0;
    long allocated = Long.MAX_VALUE;
    // The first rounds may still load a class; what a tick allocates shows in every round.
    for (int round = 0; round < 5 && allocated > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      taken = ticks(1000, sent);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    over.set(true);
    publisher.join();

    assertThat(allocated).isZero();
    assertThat(taken).isGreaterThan(50);
  }

  private int ticks(int count, JointCommand sent) {
    int taken = 0;
    for (int i = 0; i < count; i++) {
      if (port().take(joints)) {
        taken++;
      }
      port().take(imu);
      port().take(odometry);
      port().take(operator);
      port().send(sent);
      LockSupport.parkNanos(100_000);
    }
    return taken;
  }

  private JointState jointState(double first) {
    JointState state = new JointState(JOINTS);
    state.stampNanos = robot().nowNanos();
    fill(state.position, first);
    fill(state.velocity, 10 + first);
    fill(state.effort, 20 + first);
    return state;
  }

  private static JointCommand command(double first) {
    JointCommand command = new JointCommand(JOINTS);
    fill(command.position, first);
    fill(command.velocity, 10 + first);
    fill(command.effort, 20 + first);
    fill(command.kp, 30 + first);
    fill(command.kd, 40 + first);
    return command;
  }

  private static void fill(double[] into, double first) {
    for (int i = 0; i < into.length; i++) {
      into[i] = first + 0.01 * i;
    }
  }
}
