package io.mbmpo.launch.identify;

import com.google.common.math.Quantiles;
import com.google.common.primitives.Doubles;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.record.RecordedTick;
import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingHead;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.identify.Motion;
import io.mbmpo.sim.identify.MotionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads recordings of one robot as stretches of {@link Motion}. A stretch ends where ticks or
 * readings are missing, where an episode begins (a simulated robot is put back then), and after
 * half a minute.
 */
public final class RecordedMotion {
  private static final double LONGEST_S = 30;

  /** Readings further apart than this are not joined by a straight line, ticks. */
  private static final int LONGEST_GAP = 5;

  private final RobotConfig config;
  private final Consumer<Motion> motions;
  private final long tickNanos;
  private final JointCommand command;
  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final List<Double> delaysS = new ArrayList<>();
  private MotionBuilder builder;
  private boolean hung;
  private long lastTick;
  private long lastNanos;
  private long lastJointsNanos;
  private double seconds;

  /**
   * @param motions takes each stretch
   */
  public RecordedMotion(RobotConfig config, Consumer<Motion> motions) {
    this.config = config;
    this.motions = motions;
    tickNanos = config.control().tickPeriodNanos();
    command = new JointCommand(config.jointCount());
    joints = new JointState(config.jointCount());
  }

  /**
   * Reads one recording.
   *
   * @param hung the robot hung in the air; also taken for granted of the stages in which it does
   * @return whether it was closed in order; false when it breaks off after its last whole chunk
   * @throws RecordingException when it is of another robot or configuration
   * @throws io.mbmpo.controller.mcap.McapException when the file is no MCAP file, or damaged
   * @throws IOException when it cannot be read
   */
  public boolean read(Path file, boolean hung) throws IOException {
    RecordingReader recording = new RecordingReader(file);
    RecordingHead head = recording.head();
    if (!head.robot().equals(config.name())) {
      throw new RecordingException(
          "recorded from robot " + head.robot() + ", not " + config.name());
    }
    if (!head.configHash().equals(config.hash())) {
      throw new RecordingException(
          "recorded with another configuration of "
              + config.name()
              + " than today's (masses, gains or joints were changed since); identify with the"
              + " configuration of revision "
              + head.revision());
    }
    if (head.command().equals(Ros2Config.Command.EFFORT.text())) {
      throw new RecordingException(
          "recorded with effort commands: there the controller closes the loop, not the drive;"
              + " record with --command position or impedance");
    }
    this.hung =
        hung || RecordingSource.stageOf(head.run()).filter(RecordedMotion::hangs).isPresent();
    begin();
    boolean closed = recording.ticks(this::tick);
    end();
    return closed;
  }

  private static boolean hangs(String word) {
    return Arrays.stream(Stage.values()).anyMatch(s -> s.word().equals(word) && s.hangs());
  }

  /** Motion read so far, s. */
  public double seconds() {
    return seconds;
  }

  /**
   * Delay from measurement to arrival of joint states, s, at these shares of all, 0 to 100 %; empty
   * when none arrived.
   */
  public List<Double> delaysS(int... percent) {
    if (delaysS.isEmpty()) {
      return List.of();
    }
    var at = Quantiles.percentiles().indexes(percent).compute(Doubles.toArray(delaysS));
    List<Double> values = new ArrayList<>();
    for (int p : percent) {
      values.add(at.get(p));
    }
    return values;
  }

  private void begin() {
    builder = new MotionBuilder(tickNanos, hung);
    lastJointsNanos = Long.MIN_VALUE;
  }

  private void end() {
    builder
        .build()
        .ifPresent(
            motion -> {
              seconds += motion.seconds();
              motions.accept(motion);
            });
    begin();
  }

  private void tick(RecordedTick then) {
    long now = then.tick.nowNanos;
    boolean gap =
        then.tick.tick != lastTick + 1
            || then.tick.lostBefore > 0
            || then.has(Topic.ROLLOUT)
            || Math.abs(now - lastNanos - tickNanos) > tickNanos;
    if (builder.ticks() > 0 && (gap || builder.ticks() * tickNanos * 1e-9 > LONGEST_S)) {
      end();
    }
    lastTick = then.tick.tick;
    lastNanos = now;
    if (then.has(Topic.JOINT_STATES) && then.tick.jointStateNew) {
      takeJoints(then, now);
    }
    if (then.has(Topic.IMU) && then.tick.imuNew) {
      imu.stampNanos = then.tick.imuNanos;
      System.arraycopy(then.imu.orientation, 0, imu.orientation, 0, 4);
      System.arraycopy(then.imu.angularVelocity, 0, imu.angularVelocity, 0, 3);
      System.arraycopy(then.imu.linearAcceleration, 0, imu.linearAcceleration, 0, 3);
      if (finite(imu.orientation, imu.angularVelocity, imu.linearAcceleration)) {
        builder.measured(imu);
      }
    }
    if (then.has(Topic.ODOMETRY) && then.tick.odometryNew) {
      odometry.stampNanos = then.tick.odometryNanos;
      System.arraycopy(then.odometry.position, 0, odometry.position, 0, 3);
      if (finite(odometry.position)) {
        builder.measured(odometry);
      }
    }
    if (then.has(Topic.COMMAND)) {
      copy(then, then.command.position, command.position);
      copy(then, then.command.velocity, command.velocity);
      copy(then, then.command.effort, command.effort);
      copy(then, then.command.kp, command.kp);
      copy(then, then.command.kd, command.kd);
      builder.sent(now, command);
    }
  }

  private void takeJoints(RecordedTick then, long now) {
    joints.stampNanos = then.tick.jointStateNanos;
    copy(then, then.joints.position, joints.position);
    copy(then, then.joints.velocity, joints.velocity);
    if (!finite(joints.position, joints.velocity)) {
      return;
    }
    if (lastJointsNanos != Long.MIN_VALUE
        && joints.stampNanos - lastJointsNanos > LONGEST_GAP * tickNanos) {
      end();
    }
    lastJointsNanos = joints.stampNanos;
    builder.measured(joints);
    delaysS.add((now - joints.stampNanos) * 1e-9);
  }

  private static boolean finite(double[]... arrays) {
    for (double[] array : arrays) {
      for (double value : array) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private static void copy(RecordedTick tick, io.mbmpo.controller.ros.Doubles from, double[] into) {
    if (from.length != into.length) {
      throw new RecordingException(
          "tick " + tick.tick.tick + " has " + from.length + " joints; the robot " + into.length);
    }
    System.arraycopy(from.values, 0, into, 0, into.length);
  }
}
