package io.mbmpo.controller;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.OperatorState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.FailsafeMonitor;
import io.mbmpo.controller.safety.FailsafeTable;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.SafetyChecks;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One robot's controller: a state machine that is stepped, by whom is not its business. {@link
 * #tick} belongs to one thread (the control thread); it allocates nothing, blocks on nothing, logs
 * nothing and throws nothing. The other methods may be called by any thread. At most one rollout is
 * in hand at a time.
 */
public final class Controller {
  /** How long an offered rollout waits for fresh sensors and for nothing to block it, s. */
  public static final double START_TIMEOUT_S = 1.0;

  /** How long after its planned end a stand-up may still succeed, s. */
  public static final double STAND_UP_GRACE_S = 1.0;

  private static final double NANO = 1e-9;

  private final RobotConfig config;
  private final Task task;
  private final TickTape tape;
  private final RobotPort port;
  private final ConditionFlags flags;

  private final Sensors sensors;
  private final OperatorState operator = new OperatorState();
  private final SafetyChecks checks;
  private final FailsafeMonitor monitor;
  private final StandUp standUp;
  private final PolicyRun run;
  private final MotorCommand motors;
  private final double[] targets;

  private final AtomicReference<PreparedRollout> work = new AtomicReference<>();
  private final AtomicReference<PreparedRollout> finished = new AtomicReference<>();

  // Control thread only.
  private TickRecord record;
  private boolean stopSeen;
  private PreparedRollout current;
  private boolean releaseWhenCalm;
  private boolean clearWasPressed;
  private long offeredNanos;
  private long modeSinceNanos;
  private long lastNanos;
  private long ticksRun;
  private long errors;

  // Written by the control thread, read by any.
  private volatile Mode mode = Mode.OFF;
  private volatile Condition failsafe;
  private volatile Severity severity = Severity.NONE;
  private volatile long runTicks;
  private volatile long snapshotVersion;
  private volatile long internalErrors;
  private volatile RuntimeException lastError;

  private volatile boolean stopping;

  /**
   * @param flags conditions seen by other threads
   * @throws IllegalArgumentException when task and robot do not fit
   */
  public Controller(RobotConfig config, Task task, RobotPort port, ConditionFlags flags) {
    this(config, task, port, flags, TickTape.off(config, task));
  }

  /**
   * @param flags conditions seen by other threads
   * @param tape what every tick is recorded on
   * @throws IllegalArgumentException when task and robot do not fit
   */
  public Controller(
      RobotConfig config, Task task, RobotPort port, ConditionFlags flags, TickTape tape) {
    if (task.actionSize() != config.jointCount()) {
      throw new IllegalArgumentException(
          "task has " + task.actionSize() + " actions, robot " + config.jointCount() + " joints");
    }
    this.config = config;
    this.task = task;
    this.tape = tape;
    this.port = tape.tap(port);
    this.flags = flags;
    sensors = new Sensors(config.jointCount());
    checks = new SafetyChecks(config);
    monitor = new FailsafeMonitor(FailsafeTable.of(config));
    standUp = new StandUp(config);
    run = new PolicyRun(config, task);
    motors = new MotorCommand(config);
    targets = new double[config.jointCount()];
  }

  /**
   * One control period. Anything unexpected inside damps the robot, is counted, and needs the
   * operator.
   *
   * @param nowNanos time, ns, in the clock of the sensors' stamps; never goes back
   */
  public void tick(long nowNanos) {
    record = tape.begin(nowNanos);
    record.calm = calm();
    stopSeen = stopping;
    record.stopping = stopSeen;
    try {
      release(nowNanos);
      sensors.read(port);
      boolean clear = readOperator();
      monitor.update(nowNanos, mode, conditions(nowNanos), clear);
      advance(nowNanos);
      port.send(command(nowNanos));
    } catch (RuntimeException e) {
      internalError(nowNanos, e);
    }
    lastNanos = nowNanos;
    severity = monitor.severity();
    failsafe = monitor.cause();
    record.mode = mode;
    record.severity = severity;
    record.failsafe = failsafe;
    record.snapshotVersion = snapshotVersion;
    record.internalErrors = errors;
    tape.end();
  }

  /**
   * Whether a new controller, shown the newest samples and told when the last tick was, would go on
   * as this one: a recording may be replayed from here. Whoever gives the controller a memory that
   * lasts beyond a rollout has to see that this stays true.
   */
  private boolean calm() {
    return mode == Mode.OFF
        && current == null
        && !releaseWhenCalm
        && !sensors.invalid()
        && checks.punctual()
        && monitor.quiet();
  }

  /** The next tick was due at this time, ns: for the record. Control thread only. */
  public void due(long nanos) {
    tape.due(nanos);
  }

  /**
   * For a replay that begins where another controller was calm: the last tick was at this time, ns.
   * Before the first tick only.
   */
  public void goOnAfter(long lastTickNanos) {
    checks.goOnAfter(lastTickNanos);
    lastNanos = lastTickNanos;
  }

  private boolean readOperator() {
    port.take(operator);
    boolean clear = operator.clear && !clearWasPressed;
    clearWasPressed = operator.clear;
    return clear;
  }

  private long conditions(long nowNanos) {
    record.flags = flags.bits();
    long bits = record.flags | checks.evaluate(sensors, nowNanos);
    if (operator.emergencyStop) {
      bits |= Condition.EMERGENCY_STOP.bit();
    }
    if (mode == Mode.STAND_UP
        && inModeS(nowNanos) > standUp.durationS() + STAND_UP_GRACE_S
        && !standing()) {
      bits |= Condition.STAND_UP_FAILED.bit();
    }
    if (mode.active() && motors.saturated()) {
      bits |= Condition.COMMAND_SATURATION.bit();
    }
    record.conditions = bits;
    return bits;
  }

  private void advance(long nowNanos) {
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
    if (!mode.active()) {
      acceptOffer(nowNanos);
    }
  }

  private void progress(long nowNanos) {
    switch (mode) {
      case DAMPING -> {
        if (inModeS(nowNanos) >= config.standUp().dampingS()) {
          enter(Mode.OFF, nowNanos);
        }
      }
      case STAND_UP -> {
        if (inModeS(nowNanos) >= standUp.durationS() && standing()) {
          enter(Mode.STAND, nowNanos);
        }
      }
      case STAND -> {
        if (inModeS(nowNanos) >= config.standUp().settleS()) {
          run.begin(current, sensors, nowNanos);
          enter(Mode.RUN, nowNanos);
          runPolicy(nowNanos);
        }
      }
      case RUN -> runPolicy(nowNanos);
      case RECOVER -> enter(Mode.DAMPING, nowNanos);
      case OFF, ESTOP -> {}
    }
  }

  private void runPolicy(long nowNanos) {
    runTicks = ++ticksRun;
    switch (run.tick(sensors, record)) {
      case GOING_ON -> {}
      case HORIZON -> {
        finish(EpisodeBuffer.HORIZON, false);
        enter(Mode.DAMPING, nowNanos);
      }
      case FALL -> {
        finish(EpisodeBuffer.FALL, true);
        enter(Mode.DAMPING, nowNanos);
      }
    }
  }

  /** Starts the offered rollout, or gives it up when it has had to wait too long. */
  private void acceptOffer(long nowNanos) {
    if (releaseWhenCalm) {
      return;
    }
    if (current == null) {
      current = work.get();
      record.offer = current;
      offeredNanos = nowNanos;
    }
    if (current == null) {
      return;
    }
    if (stopSeen) {
      finish(EpisodeBuffer.STOPPED, false);
    } else if (mode == Mode.OFF
        && !monitor.severity().atLeast(Severity.BLOCK)
        && sensors.allMeasuredSince(offeredNanos)) {
      snapshotVersion = current.snapshotVersion();
      motors.startFrom(sensors.joints().position);
      standUp.startFrom(sensors.joints().position);
      enter(Mode.STAND_UP, nowNanos);
    } else if ((nowNanos - offeredNanos) * NANO > START_TIMEOUT_S) {
      finish(monitor.cause() == null ? "no fresh sensors" : monitor.cause().title(), false);
    }
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
    if (current == null) {
      return;
    }
    run.observeOnce(current, sensors);
    current.buffer().finish(end, terminated);
    finished.set(current);
    current = null;
    releaseWhenCalm = true;
  }

  /** Lets go of a finished rollout once the robot lies still. */
  private void release(long nowNanos) {
    if (releaseWhenCalm
        && !mode.active()
        && (mode == Mode.OFF || inModeS(nowNanos) >= config.standUp().dampingS())) {
      releaseWhenCalm = false;
      work.set(null);
    }
  }

  private void enter(Mode next, long nowNanos) {
    if (next == mode) {
      return;
    }
    if (!mode.allows(next)) {
      throw new IllegalStateException(next + " does not follow " + mode);
    }
    mode = next;
    modeSinceNanos = nowNanos;
  }

  private JointCommand command(long nowNanos) {
    double[] measured = sensors.joints().position;
    return switch (mode) {
      case STAND_UP, STAND -> {
        double elapsedS = mode == Mode.STAND ? standUp.durationS() : inModeS(nowNanos);
        standUp.targets(elapsedS, targets);
        yield motors.hold(targets, nowNanos);
      }
      case RUN -> motors.hold(run.targets(), nowNanos);
      case DAMPING, RECOVER -> motors.damp(measured, nowNanos);
      case OFF, ESTOP -> motors.limp(measured, nowNanos);
    };
  }

  private void internalError(long nowNanos, RuntimeException error) {
    lastError = error;
    internalErrors = ++errors;
    monitor.update(nowNanos, mode, Condition.INTERNAL_ERROR.bit(), false); // latches
    if (mode != Mode.ESTOP && mode != Mode.DAMPING) {
      mode = Mode.DAMPING;
      modeSinceNanos = nowNanos;
    }
    if (current != null) {
      current.buffer().finish(Condition.INTERNAL_ERROR.title(), false);
      finished.set(current);
      current = null;
      releaseWhenCalm = true;
    }
    try {
      port.send(command(nowNanos));
    } catch (RuntimeException unsendable) {
      internalErrors = ++errors; // the robot's own watchdog has to see to it
    }
  }

  private boolean standing() {
    return !checks.tilted(sensors) && !checks.low(sensors);
  }

  private double inModeS(long nowNanos) {
    return (nowNanos - modeSinceNanos) * NANO;
  }

  /**
   * Offers a rollout; it starts within a few ticks. False, and nothing happens, while another is in
   * hand or its episode has not been taken.
   *
   * @throws IllegalArgumentException when the rollout has already run
   */
  public boolean offer(PreparedRollout rollout) {
    if (rollout.buffer().end() != null || !rollout.buffer().empty()) {
      throw new IllegalArgumentException(
          "rollout " + rollout.rollout().episodeId() + " has already run; prepare it anew");
    }
    return finished.get() == null && !stopping && work.compareAndSet(null, rollout);
  }

  /** No rollout is in hand; the robot lies still. */
  public boolean idle() {
    return work.get() == null;
  }

  /** The rollout that finished last, once; null when there is none since. */
  public PreparedRollout takeFinished() {
    return finished.getAndSet(null);
  }

  /** Ends what is under way, damps, and starts nothing more. */
  public void stop() {
    stopping = true;
  }

  /** Safety mode. */
  public Mode mode() {
    return mode;
  }

  /** Most severe failsafe that applies, or null. */
  public Condition failsafe() {
    return failsafe;
  }

  /** What that failsafe does. */
  public Severity severity() {
    return severity;
  }

  /** Time for which policies have driven the robot, s. */
  public double robotTimeS() {
    return (double) runTicks / config.control().tickRateHz();
  }

  /** Snapshot that ran last or runs now; 0 for random actions or none. */
  public long snapshotVersion() {
    return snapshotVersion;
  }

  /** Ticks that ended in an unexpected exception. */
  public long internalErrors() {
    return internalErrors;
  }

  /** The last of these exceptions, or null. */
  public RuntimeException lastError() {
    return lastError;
  }

  /** The robot. */
  public RobotConfig config() {
    return config;
  }

  /** The task. */
  public Task task() {
    return task;
  }
}
