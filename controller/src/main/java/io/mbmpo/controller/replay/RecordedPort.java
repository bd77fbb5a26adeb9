package io.mbmpo.controller.replay;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.RecordedTick;
import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.ros.Doubles;
import java.util.EnumSet;
import java.util.Set;

/** Hands the controller what it was handed when it was recorded. */
final class RecordedPort implements RobotPort {
  private static final Set<Topic> SENSED =
      EnumSet.of(Topic.JOINT_STATES, Topic.IMU, Topic.ODOMETRY, Topic.OPERATOR);

  private final Set<Topic> heard = EnumSet.noneOf(Topic.class);
  private RecordedTick tick;
  private boolean repeat;

  /** Ticks are missing here: what was heard before may not be the newest. */
  void forget() {
    heard.clear();
  }

  /**
   * The next tick, also one that is not run.
   *
   * @param repeat also what came in earlier ticks is handed over, to a new controller
   */
  void show(RecordedTick tick, boolean repeat) {
    this.tick = tick;
    this.repeat = repeat;
    for (Topic topic : SENSED) {
      if (tick.has(topic)) {
        heard.add(topic);
      }
    }
  }

  @Override
  public boolean take(JointState into) {
    if (!comes(Topic.JOINT_STATES, tick.tick.jointStateNew)) {
      return false;
    }
    into.stampNanos = tick.tick.jointStateNanos;
    copy("position", tick.joints.position, into.position);
    copy("velocity", tick.joints.velocity, into.velocity);
    copy("effort", tick.joints.effort, into.effort);
    return true;
  }

  @Override
  public boolean take(ImuState into) {
    if (!comes(Topic.IMU, tick.tick.imuNew)) {
      return false;
    }
    into.stampNanos = tick.tick.imuNanos;
    copy(tick.imu.orientation, into.orientation);
    copy(tick.imu.angularVelocity, into.angularVelocity);
    copy(tick.imu.linearAcceleration, into.linearAcceleration);
    return true;
  }

  @Override
  public boolean take(OdometryState into) {
    if (!comes(Topic.ODOMETRY, tick.tick.odometryNew)) {
      return false;
    }
    into.stampNanos = tick.tick.odometryNanos;
    copy(tick.odometry.position, into.position);
    copy(tick.odometry.orientation, into.orientation);
    copy(tick.odometry.linearVelocity, into.linearVelocity);
    copy(tick.odometry.angularVelocity, into.angularVelocity);
    return true;
  }

  @Override
  public boolean take(OperatorInput into) {
    if (!comes(Topic.OPERATOR, tick.tick.operatorNew)) {
      return false;
    }
    into.stampNanos = tick.tick.operatorNanos;
    if (tick.operator.axisCount != OperatorInput.MAX_AXES
        || tick.operator.buttonCount != OperatorInput.MAX_BUTTONS) {
      throw new RecordingException(
          "tick %d: the operator has %d axes and %d buttons; wanted: %d and %d"
              .formatted(
                  tick.tick.tick,
                  tick.operator.axisCount,
                  tick.operator.buttonCount,
                  OperatorInput.MAX_AXES,
                  OperatorInput.MAX_BUTTONS));
    }
    System.arraycopy(tick.operator.axes, 0, into.axes, 0, OperatorInput.MAX_AXES);
    into.buttons = 0;
    for (int i = 0; i < OperatorInput.MAX_BUTTONS; i++) {
      into.buttons |= tick.operator.buttons[i] == 0 ? 0 : 1 << i;
    }
    return true;
  }

  @Override
  public void send(JointCommand command) {}

  private boolean comes(Topic topic, boolean isNew) {
    if (isNew && !tick.has(topic)) {
      throw new RecordingException(
          "tick " + tick.tick.tick + " has no message of " + topic.text() + ", though one came");
    }
    return isNew || (repeat && heard.contains(topic));
  }

  private void copy(String what, Doubles from, double[] into) {
    if (from.length != into.length) {
      throw new RecordingException(
          "tick "
              + tick.tick.tick
              + ": "
              + from.length
              + " joints have a "
              + what
              + "; the robot has "
              + into.length);
    }
    System.arraycopy(from.values, 0, into, 0, into.length);
  }

  private static void copy(double[] from, double[] into) {
    System.arraycopy(from, 0, into, 0, into.length);
  }
}
