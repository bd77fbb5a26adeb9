package io.mbmpo.controller;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.FailsafeMonitor;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.controller.sense.Operator;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Which mode the robot is in, and which comes next: getting to its feet for a rollout or for its
 * operator, the policy's time, coming down. What is sensed and judged in a tick is there before
 * this is stepped. Control thread only, but for what says otherwise; allocates nothing.
 */
final class ModeMachine {
  private static final double NANO = 1e-9;

  private final RobotConfig config;
  private final Sensors sensors;
  private final Operator operator;
  private final Conditions conditions;
  private final FailsafeMonitor monitor;
  private final PolicyRun run;
  private final Motion motion;
  private final RolloutSlot slot;

  private TickRecord record;
  private boolean stopSeen;
  private boolean attended;
  private long modeSinceNanos;
  private long ticksRun;

  // Written by the control thread, read by any.
  private volatile Mode mode = Mode.OFF;
  private volatile long runTicks;
  private volatile long snapshotVersion;

  ModeMachine(
      RobotConfig config,
      Sensors sensors,
      Operator operator,
      Conditions conditions,
      FailsafeMonitor monitor,
      PolicyRun run,
      Motion motion,
      RolloutSlot slot) {
    this.config = config;
    this.sensors = sensors;
    this.operator = operator;
    this.conditions = conditions;
    this.monitor = monitor;
    this.run = run;
    this.motion = motion;
    this.slot = slot;
  }

  /**
   * Goes on by one tick: to what the most severe failsafe asks for, or to what comes next.
   *
   * @param tick what is written down of this one
   * @param stop whether the controller is to end
   * @param lastNanos time of the tick before, ns
   */
  void advance(TickRecord tick, boolean stop, long nowNanos, long lastNanos) {
    record = tick;
    stopSeen = stop;
    Severity worst = monitor.severity();
    if (worst == Severity.ESTOP) {
      endByFailsafe(monitor.cause());
      enter(Mode.ESTOP, nowNanos);
    } else if (mode == Mode.ESTOP) {
      enter(Mode.OFF, nowNanos);
    } else if (worst.atLeast(Severity.DAMPING)) {
      endByFailsafe(monitor.cause());
      enter(Mode.DAMPING, nowNanos);
    } else if (stopSeen && mode.active()) {
      finish(EpisodeBuffer.STOPPED, false);
      enter(Mode.DAMPING, nowNanos);
    } else if (worst == Severity.HOLD && mode.active()) {
      modeSinceNanos += nowNanos - lastNanos; // time stands still, and so do the targets
    } else {
      progress(nowNanos);
    }
    if (!mode.active() || attended) {
      takeUp(nowNanos);
    }
  }

  /** {@link PolicyRun#warm}, while the policy runs. */
  void warm() {
    if (mode == Mode.RUN) {
      run.warm(sensors);
    }
  }

  private void progress(long nowNanos) {
    double inModeS = inModeS(nowNanos);
    switch (mode) {
      case DAMPING -> {
        if (conditions.down(sensors, inModeS, nowNanos)) {
          enter(Mode.OFF, nowNanos);
        }
      }
      case RECOVER -> {
        if (inModeS >= motion.recoverS()) {
          motion.riseFrom(motion.position()); // not where they lag: that would be a jump
          enter(Mode.STAND_UP, nowNanos);
        }
      }
      case STAND_UP -> {
        if (inModeS >= motion.standUpS() && conditions.standing(sensors)) {
          motion.stands();
          enter(Mode.STAND, nowNanos);
        }
      }
      case STAND -> {
        boolean settled = inModeS >= config.standUp().settleS();
        if (attended) {
          motion.lower(settled ? operator.lowering() : 0);
        }
        if (settled && slot.current() != null && motion.tall()) {
          snapshotVersion = slot.current().snapshotVersion();
          run.begin(slot.current(), sensors, nowNanos);
          enter(Mode.RUN, nowNanos);
          runPolicy(nowNanos);
        }
      }
      case RUN -> runPolicy(nowNanos);
      case OFF, ESTOP -> {}
    }
  }

  private void runPolicy(long nowNanos) {
    if (attended && !operator.walks()) {
      standAgain(EpisodeBuffer.OPERATOR, nowNanos);
      return;
    }
    runTicks = ++ticksRun;
    switch (run.tick(sensors, record)) {
      case GOING_ON -> {}
      case HORIZON -> {
        if (attended) {
          standAgain(EpisodeBuffer.HORIZON, nowNanos);
        } else {
          finish(EpisodeBuffer.HORIZON, false);
          enter(Mode.DAMPING, nowNanos);
        }
      }
      case FALL -> {
        finish(EpisodeBuffer.FALL, true);
        enter(Mode.DAMPING, nowNanos);
      }
    }
  }

  private void standAgain(String end, long nowNanos) {
    finish(end, false);
    motion.standAgain();
    enter(Mode.STAND, nowNanos);
  }

  /** Takes up the offered rollout or the operator's wish, or gives a rollout up. */
  private void takeUp(long nowNanos) {
    PreparedRollout before = slot.current();
    PreparedRollout offered = slot.look(nowNanos);
    if (offered != before) {
      record.offer = offered;
    }
    boolean blocked = monitor.severity().atLeast(Severity.BLOCK);
    if (offered == null) {
      if (mode == Mode.OFF && operator.stands() && !blocked && !stopSeen && sensors.complete()) {
        attended = true;
        getUp(nowNanos);
      }
    } else if (stopSeen || offered.attended() != attended) {
      finish(EpisodeBuffer.STOPPED, false);
    } else if (attended) {
      if (mode == Mode.STAND && !operator.walks()) {
        finish(EpisodeBuffer.STOPPED, false);
      }
    } else if (mode == Mode.OFF && !blocked && sensors.allMeasuredSince(slot.sinceNanos())) {
      getUp(nowNanos);
    } else if ((nowNanos - slot.sinceNanos()) * NANO > Controller.START_TIMEOUT_S) {
      finish(monitor.cause() == null ? "no fresh sensors" : monitor.cause().title(), false);
    }
  }

  private void getUp(long nowNanos) {
    motion.riseFrom(sensors.joints().position);
    conditions.start(sensors);
    enter(conditions.lying(sensors) ? Mode.RECOVER : Mode.STAND_UP, nowNanos);
  }

  private void endByFailsafe(Condition cause) {
    if (!mode.active()) {
      return;
    }
    boolean fallen = cause == Condition.TILT || cause == Condition.HEIGHT;
    if (mode == Mode.RUN && fallen && run.endsAsFall(sensors, record)) {
      finish(EpisodeBuffer.FALL, true);
    } else {
      finish(cause.title(), false);
    }
  }

  private void finish(String end, boolean terminated) {
    if (slot.current() != null) {
      run.observeOnce(slot.current(), sensors);
      slot.finish(end, terminated);
    }
  }

  /** A finished rollout may be let go: the robot lies still, or stands for its operator. */
  boolean calm(long nowNanos) {
    return mode.active()
        ? mode == Mode.STAND && attended
        : mode == Mode.OFF || conditions.down(sensors, inModeS(nowNanos), nowNanos);
  }

  private void enter(Mode next, long nowNanos) {
    if (next == mode) {
      return;
    }
    if (!mode.allows(next)) {
      throw new IllegalStateException(next + " does not follow " + mode);
    }
    become(next, nowNanos);
  }

  private void become(Mode next, long nowNanos) {
    mode = next;
    modeSinceNanos = nowNanos;
    attended &= next.active();
  }

  /** Damps, whatever was under way: an unexpected error. An emergency stop stays one. */
  void damp(long nowNanos) {
    if (mode != Mode.ESTOP && mode != Mode.DAMPING) {
      become(Mode.DAMPING, nowNanos);
    }
  }

  /** What the joints are to do in this mode; the live object. */
  JointCommand command(long nowNanos) {
    return motion.command(
        mode, inModeS(nowNanos), sensors.joints().position, run.targets(), nowNanos);
  }

  /** How long the robot has been in its mode, s. */
  double inModeS(long nowNanos) {
    return (nowNanos - modeSinceNanos) * NANO;
  }

  /** The operator has stood the robot up. */
  boolean attended() {
    return attended;
  }

  /** The operator has stood the robot up, and it stands at its full height. */
  boolean attendedAndTall() {
    return attended && mode == Mode.STAND && motion.tall();
  }

  /** Safety mode. Any thread. */
  Mode mode() {
    return mode;
  }

  /** Ticks in which a policy has driven the robot. Any thread. */
  long runTicks() {
    return runTicks;
  }

  /** Snapshot that ran last or runs now; 0 for random actions or none. Any thread. */
  long snapshotVersion() {
    return snapshotVersion;
  }
}
