package io.mbmpo.controller.safety;

import io.mbmpo.controller.sense.Observer;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Which conditions the sensors and the clock show. Only looks; what is done about it is the table's
 * matter. Control thread only; allocates nothing.
 */
public final class SafetyChecks {
  /** Drives report a little more torque than they were limited to. */
  private static final double EFFORT_TOLERANCE = 1.05;

  /** A tick that comes later than this many periods after the one before counts as an overrun. */
  private static final double LATE_PERIODS = 1.5;

  private final JointConfig[] joints;
  private final double cosMaxTilt;
  private final double cosLying;
  private final double stillRadS;
  private final double minHeightM;
  private final double positionMarginRad;
  private final double velocityFactor;
  private final long jointTimeoutNanos;
  private final long imuTimeoutNanos;
  private final long odometryTimeoutNanos;
  private final long periodNanos;
  private final int overrunTicks;

  private boolean ticked;
  private long lastTickNanos;
  private int overruns;

  public SafetyChecks(RobotConfig config) {
    joints = config.joints().toArray(new JointConfig[0]);
    cosMaxTilt = Math.cos(config.safety().maxTiltRad());
    cosLying = Math.cos(config.onboard().recover().maxTiltRad());
    stillRadS = config.onboard().recover().stillRadS();
    minHeightM = config.safety().minHeightM();
    positionMarginRad = config.safety().positionMarginRad();
    velocityFactor = config.safety().velocityFactor();
    jointTimeoutNanos = nanos(config.safety().jointStateTimeoutS());
    imuTimeoutNanos = nanos(config.safety().imuTimeoutS());
    odometryTimeoutNanos = nanos(config.safety().odometryTimeoutS());
    periodNanos = config.control().tickPeriodNanos();
    overrunTicks = config.safety().overrunTicks();
  }

  /** Bits of the conditions that hold now. Counts ticks: call once a tick. */
  public long evaluate(Sensors sensors, long nowNanos) {
    long bits = 0;
    bits |= when(Condition.NON_FINITE_SENSOR, sensors.invalid());
    bits |= when(Condition.JOINT_STATE_STALE, sensors.jointsStale(nowNanos, jointTimeoutNanos));
    bits |= when(Condition.IMU_STALE, sensors.imuStale(nowNanos, imuTimeoutNanos));
    bits |= when(Condition.ODOMETRY_STALE, sensors.odometryStale(nowNanos, odometryTimeoutNanos));
    bits |= when(Condition.TICK_OVERRUN, late(nowNanos));
    if (sensors.complete()) {
      bits |= when(Condition.TILT, tilted(sensors));
      bits |= when(Condition.HEIGHT, low(sensors));
      for (int i = 0; i < joints.length; i++) {
        bits |= joint(joints[i], sensors, i);
      }
    }
    return bits;
  }

  /** No late tick is being counted. */
  public boolean punctual() {
    return overruns == 0;
  }

  /** As if the last tick, in time, had been then. */
  public void goOnAfter(long lastTickNanos) {
    ticked = true;
    this.lastTickNanos = lastTickNanos;
  }

  /** The trunk is tilted more than it may be. */
  public boolean tilted(Sensors sensors) {
    return Observer.uprightness(sensors) < cosMaxTilt;
  }

  /** The trunk is tilted too much to stand up from. */
  public boolean lying(Sensors sensors) {
    return Observer.uprightness(sensors) < cosLying;
  }

  /** No joint moves much, as far as the joints are heard of. */
  public boolean still(Sensors sensors, long nowNanos) {
    if (sensors.jointsStale(nowNanos, jointTimeoutNanos)) {
      return false;
    }
    for (double speed : sensors.joints().velocity) {
      if (Math.abs(speed) > stillRadS) {
        return false;
      }
    }
    return true;
  }

  /** The trunk is lower than it may be. */
  public boolean low(Sensors sensors) {
    return sensors.odometry().position[2] < minHeightM;
  }

  private long joint(JointConfig joint, Sensors sensors, int i) {
    double position = sensors.joints().position[i];
    double speed = Math.abs(sensors.joints().velocity[i]);
    double effort = Math.abs(sensors.joints().effort[i]);
    return when(
            Condition.JOINT_POSITION_LIMIT,
            position < joint.lowerRad() - positionMarginRad
                || position > joint.upperRad() + positionMarginRad)
        | when(Condition.JOINT_VELOCITY_LIMIT, speed > velocityFactor * joint.velocityLimitRadS())
        | when(Condition.JOINT_EFFORT_LIMIT, effort > EFFORT_TOLERANCE * joint.effortLimitNm());
  }

  private boolean late(long nowNanos) {
    long gap = nowNanos - lastTickNanos;
    if (!ticked || gap <= LATE_PERIODS * periodNanos) {
      overruns = 0;
    } else {
      long missed = (gap + periodNanos / 2) / periodNanos - 1;
      overruns = (int) Math.min(Integer.MAX_VALUE, overruns + missed);
    }
    ticked = true;
    lastTickNanos = nowNanos;
    return overruns >= overrunTicks;
  }

  private static long when(Condition condition, boolean holds) {
    return holds ? condition.bit() : 0;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
