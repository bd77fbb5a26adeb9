package io.mbmpo.sim.identify;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Gathers what was sent and measured, and puts it on one even grid of ticks. */
public final class MotionBuilder {
  private final long tickNanos;
  private final boolean hung;
  private final Samples joints = new Samples();
  private final Samples imu = new Samples();
  private final Samples odometry = new Samples();
  private final List<JointCommand> commands = new ArrayList<>();

  /**
   * @param tickNanos control period, ns
   * @param hung the robot hung in the air, no foot touching the ground
   */
  public MotionBuilder(long tickNanos, boolean hung) {
    this.tickNanos = tickNanos;
    this.hung = hung;
  }

  /** A command, at the time of its tick; copied. */
  public void sent(long nowNanos, JointCommand command) {
    JointCommand copy = new JointCommand(command.position.length);
    copy.copyFrom(command);
    copy.stampNanos = nowNanos;
    commands.add(copy);
  }

  /** Copied. */
  public void measured(JointState state) {
    double[] both = new double[2 * state.position.length];
    System.arraycopy(state.position, 0, both, 0, state.position.length);
    System.arraycopy(state.velocity, 0, both, state.position.length, state.velocity.length);
    joints.add(state.stampNanos, both);
  }

  /** Copied. */
  public void measured(ImuState state) {
    double[] all = new double[10];
    System.arraycopy(state.orientation, 0, all, 0, 4);
    System.arraycopy(state.angularVelocity, 0, all, 4, 3);
    System.arraycopy(state.linearAcceleration, 0, all, 7, 3);
    imu.add(state.stampNanos, all);
  }

  /** Copied. */
  public void measured(OdometryState state) {
    odometry.add(state.stampNanos, new double[] {state.position[2]});
  }

  /** Ticks so far. */
  public int ticks() {
    return commands.size();
  }

  /** The motion while joints and IMU were known; empty where they never were together. */
  public Optional<Motion> build() {
    if (commands.isEmpty() || joints.isEmpty() || imu.isEmpty()) {
      return Optional.empty();
    }
    long origin = commands.get(0).stampNanos;
    long from = Math.max(origin, Math.max(joints.firstNanos(), imu.firstNanos()));
    long until = Math.min(joints.lastNanos(), imu.lastNanos());
    long first = Math.floorDiv(from - origin + tickNanos - 1, tickNanos);
    int ticks = (int) Math.max(0, Math.floorDiv(until - origin, tickNanos) - first + 1);
    if (ticks == 0) {
      return Optional.empty();
    }
    Motion motion = new Motion(1e-9 * tickNanos, hung, ticks);
    int sent = 0;
    for (int i = 0; i < ticks; i++) {
      long now = origin + (first + i) * tickNanos;
      while (sent + 1 < commands.size()
          && commands.get(sent + 1).stampNanos <= now + tickNanos / 2) {
        sent++;
      }
      fill(motion, i, now, commands.get(sent));
    }
    return Optional.of(motion);
  }

  private void fill(Motion motion, int i, long now, JointCommand command) {
    double[] both = joints.at(now);
    int n = both.length / 2;
    motion.position[i] = Arrays.copyOf(both, n);
    motion.velocity[i] = Arrays.copyOfRange(both, n, 2 * n);
    double[] all = imu.at(now);
    motion.orientation[i] = Arrays.copyOf(all, 4);
    motion.angularVelocity[i] = Arrays.copyOfRange(all, 4, 7);
    motion.specificForce[i] = Arrays.copyOfRange(all, 7, 10);
    motion.command[i] = command;
    boolean known =
        !odometry.isEmpty() && odometry.firstNanos() <= now && now <= odometry.lastNanos();
    motion.heightM[i] = known ? odometry.at(now)[0] : Double.NaN;
  }
}
