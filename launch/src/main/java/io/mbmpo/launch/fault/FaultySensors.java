package io.mbmpo.launch.fault;

import io.mbmpo.controller.dds.DdsRobotEnd;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.ros.BatteryStateMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.wire.CommandArray;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A simulated robot's end of the wire, and what is wrong with it. Changes what is published in
 * place; without faults, nothing. One thread stands for the robot.
 */
public final class FaultySensors implements AutoCloseable {
  private static final String BATTERY_TOPIC = "battery_state";
  private static final int SECOND = 1;
  private static final int THIRD = 2;
  private static final int SLOWER = 25;
  private static final double TILT_RAD = 0.4;
  private static final double GRAVITY = 9.80665;
  private static final double GYRO_BIAS_RAD_S = 0.8;
  private static final long BEHIND_NANOS = 500_000_000L;
  private static final int COMMAND_EVERY = 10;
  private static final float LOW_BATTERY = 0.07f;

  private final Set<SimFault> faults;
  private final DdsRobotEnd end;
  private final DdsWriter<Float64MultiArrayMessage> otherController;
  private final Float64MultiArrayMessage otherCommand;
  private final DdsWriter<BatteryStateMessage> batteryWriter;
  private final BatteryStateMessage battery = new BatteryStateMessage();
  private double firstHeightM = Double.NaN;
  private long samples;

  /**
   * Joins the robot's domain.
   *
   * @param name what peers see of this process
   * @param faults what is wrong; may be empty
   */
  public FaultySensors(
      String name, RobotConfig config, Ros2Config ros2, TopicNames names, Set<SimFault> faults) {
    this.faults = faults.isEmpty() ? EnumSet.noneOf(SimFault.class) : EnumSet.copyOf(faults);
    RobotConfig told = has(SimFault.JOINT_RENAMED) ? renamed(config) : config;
    end =
        new DdsRobotEnd(
            name, told, has(SimFault.COMMANDS_ELSEWHERE) ? elsewhere(ros2) : ros2, names);
    otherCommand = command(config, ros2);
    otherController =
        has(SimFault.OTHER_CONTROLLER)
            ? end.participant()
                .writer(names.dds(ros2.topics().commands()), otherCommand, Qos.RELIABLE)
            : null;
    batteryWriter =
        has(SimFault.BATTERY_LOW)
            ? end.participant().writer(names.dds(BATTERY_TOPIC), battery, Qos.RELIABLE)
            : null;
    battery.present = true;
    battery.percentage = LOW_BATTERY;
    battery.voltage = Float.NaN;
  }

  /** The end that is spoken through. */
  public DdsRobotEnd end() {
    return end;
  }

  /** New joint state. */
  public void publish(JointState state) {
    samples++;
    others(state.stampNanos);
    if (has(SimFault.JOINTS_SLOW) && samples % SLOWER != 0) {
      return;
    }
    if (has(SimFault.JOINTS_SWAPPED)) {
      for (double[] values : List.of(state.position, state.velocity, state.effort)) {
        double kept = values[SECOND];
        values[SECOND] = values[THIRD];
        values[THIRD] = kept;
      }
    }
    if (has(SimFault.JOINT_FLIPPED)) {
      state.position[THIRD] *= -1;
      state.velocity[THIRD] *= -1;
      state.effort[THIRD] *= -1;
    }
    for (int i = 0; i < state.position.length; i++) {
      if (has(SimFault.DEGREES)) {
        state.position[i] = Math.toDegrees(state.position[i]);
        state.velocity[i] = Math.toDegrees(state.velocity[i]);
      }
      if (has(SimFault.VELOCITY_FLIPPED)) {
        state.velocity[i] *= -1;
      }
    }
    state.stampNanos = stamp(state.stampNanos);
    end.publish(state);
  }

  /** New IMU sample. */
  public void publish(ImuState state) {
    if (has(SimFault.IMU_SILENT)) {
      return;
    }
    double[] force = state.linearAcceleration;
    if (has(SimFault.IMU_TILTED)) {
      turn(force);
      turn(state.angularVelocity);
      turnOrientation(state.orientation);
    }
    if (has(SimFault.ACCELEROMETER_AXES)) {
      double kept = force[1];
      force[1] = force[2];
      force[2] = kept;
    }
    for (int i = 0; has(SimFault.IMU_IN_G) && i < force.length; i++) {
      force[i] /= GRAVITY;
    }
    if (has(SimFault.GYRO_BIAS)) {
      state.angularVelocity[2] += GYRO_BIAS_RAD_S;
    }
    state.stampNanos = stamp(state.stampNanos);
    end.publish(state);
  }

  /** New odometry. */
  public void publish(OdometryState state) {
    if (has(SimFault.ODOMETRY_LOW)) {
      firstHeightM = Double.isNaN(firstHeightM) ? state.position[2] : firstHeightM;
      state.position[2] -= firstHeightM;
    }
    state.stampNanos = stamp(state.stampNanos);
    end.publish(state);
  }

  /** What comes beside the sensors, seldom. */
  private void others(long stampNanos) {
    if (samples % COMMAND_EVERY != 0) {
      return;
    }
    if (otherController != null) {
      otherController.write(otherCommand);
    }
    if (batteryWriter != null) {
      battery.header.stamp(stampNanos);
      batteryWriter.write(battery);
    }
  }

  private boolean has(SimFault fault) {
    return faults.contains(fault);
  }

  private long stamp(long nanos) {
    return has(SimFault.CLOCK_BEHIND) ? nanos - BEHIND_NANOS : nanos;
  }

  /** From the trunk's frame to that of a sensor turned about x. */
  private static void turn(double[] v) {
    double y = Math.cos(TILT_RAD) * v[1] + Math.sin(TILT_RAD) * v[2];
    v[2] = -Math.sin(TILT_RAD) * v[1] + Math.cos(TILT_RAD) * v[2];
    v[1] = y;
  }

  /** The sensor's orientation: the trunk's, then the turn. */
  private static void turnOrientation(double[] q) {
    double s = Math.sin(TILT_RAD / 2);
    double c = Math.cos(TILT_RAD / 2);
    double x = q[0] * c + q[3] * s;
    double y = q[1] * c + q[2] * s;
    double z = q[2] * c - q[1] * s;
    double w = q[3] * c - q[0] * s;
    q[0] = x;
    q[1] = y;
    q[2] = z;
    q[3] = w;
  }

  /** Every joint at its crouch. */
  private static Float64MultiArrayMessage command(RobotConfig config, Ros2Config ros2) {
    Float64MultiArrayMessage command = new CommandArray(config, ros2).create();
    for (int i = 0; i < config.jointCount(); i++) {
      command.data.values[i] = config.joints().get(i).crouchRad();
    }
    return command;
  }

  private static Ros2Config elsewhere(Ros2Config r) {
    Ros2Config.Topics t = r.topics();
    return new Ros2Config(
        r.domainId(),
        r.namespace(),
        r.interfaces(),
        r.leaseS(),
        r.synchronizedClock(),
        r.reliableSensors(),
        r.reliableCommands(),
        r.command(),
        r.commandOrder(),
        new Ros2Config.Topics(
            t.jointStates(),
            t.imu(),
            t.odometry(),
            t.joy(),
            t.emergencyStop(),
            t.commands() + "_elsewhere",
            t.diagnostics(),
            t.status()));
  }

  private static RobotConfig renamed(RobotConfig c) {
    List<JointConfig> joints = new ArrayList<>(c.joints());
    JointConfig j = joints.get(THIRD);
    joints.set(
        THIRD,
        new JointConfig(
            "motor_" + THIRD,
            j.lowerRad(),
            j.upperRad(),
            j.velocityLimitRadS(),
            j.effortLimitNm(),
            j.stanceRad(),
            j.crouchRad(),
            j.actionScaleRad(),
            j.kpNmRad(),
            j.kdNmsRad(),
            j.dampingNmsRad()));
    return new RobotConfig(
        c.name(),
        c.description(),
        joints,
        c.model(),
        c.control(),
        c.standUp(),
        c.safety(),
        c.task(),
        c.simulation(),
        c.onboard(),
        c.ros2(),
        c.estimator(),
        c.hash());
  }

  @Override
  public void close() {
    end.close();
  }
}
