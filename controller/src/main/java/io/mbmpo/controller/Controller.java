package io.mbmpo.controller;

import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.FailsafeMonitor;
import io.mbmpo.controller.safety.FailsafeTable;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.controller.sense.Operator;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.function.UnaryOperator;

/**
 * One robot's controller: sensors in, conditions judged, the {@link ModeMachine} stepped, a command
 * out; by whom it is ticked is not its business. {@link #tick} belongs to one thread (the control
 * thread); it allocates nothing, blocks on nothing, logs nothing and throws nothing. The other
 * methods may be called by any thread. At most one rollout is in hand at a time.
 *
 * <p>The robot gets to its feet for a rollout, or because its operator stands it up; then it stays
 * standing, and runs a policy only while the operator holds the walk button.
 */
public final class Controller {
  /** How long an offered rollout waits for fresh sensors and for nothing to block it, s. */
  public static final double START_TIMEOUT_S = 1.0;

  /** How long after its planned end a stand-up may still succeed, s. */
  public static final double STAND_UP_GRACE_S = 1.0;

  /** A robot that is not still is let go this many damping times after it began to come down. */
  public static final int MAX_DESCENTS = 3;

  private final RobotConfig config;
  private final Task task;
  private final TickTape tape;
  private final RobotPort port;

  private final Sensors sensors;
  private final Operator operator;
  private final Conditions conditions;
  private final FailsafeMonitor monitor;
  private final Motion motion;
  private final RolloutSlot slot = new RolloutSlot();
  private final ModeMachine machine;

  // Control thread only.
  private long lastNanos;
  private long errors;

  // Written by the control thread, read by any.
  private volatile Condition failsafe;
  private volatile Severity severity = Severity.NONE;
  private volatile boolean operatorHasIt;
  private volatile boolean operatorWalks;
  private volatile long internalErrors;
  private volatile Throwable lastError;

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
    this(config, task, port, flags, tape, recorded -> recorded);
  }

  /**
   * @param flags conditions seen by other threads
   * @param tape what every tick is recorded on: what crosses {@code port}
   * @param seenAs the robot as this controller is to see it, made from its recorded port
   * @throws IllegalArgumentException when task and robot do not fit
   */
  public Controller(
      RobotConfig config,
      Task task,
      RobotPort port,
      ConditionFlags flags,
      TickTape tape,
      UnaryOperator<RobotPort> seenAs) {
    if (task.actionSize() != config.jointCount()) {
      throw new IllegalArgumentException(
          "task has " + task.actionSize() + " actions, robot " + config.jointCount() + " joints");
    }
    this.config = config;
    this.task = task;
    this.tape = tape;
    this.port = seenAs.apply(tape.tap(port));
    sensors = new Sensors(config.jointCount());
    operator = new Operator(config.onboard().operator());
    conditions = new Conditions(config, flags);
    monitor = new FailsafeMonitor(FailsafeTable.of(config));
    motion = new Motion(config);
    machine =
        new ModeMachine(
            config,
            sensors,
            operator,
            conditions,
            monitor,
            new PolicyRun(config, task),
            motion,
            slot);
  }

  /**
   * One control period. Anything unexpected inside damps the robot, is counted, and needs the
   * operator.
   *
   * @param nowNanos time, ns, in the clock of the sensors' stamps; never goes back
   */
  public void tick(long nowNanos) {
    TickRecord record = tape.begin(nowNanos);
    record.calm = fresh();
    boolean stopSeen = stopping;
    record.stopping = stopSeen;
    try {
      if (machine.calm(nowNanos)) {
        slot.letGo();
      }
      sensors.read(port);
      operator.read(port, nowNanos);
      record.calm &= record.tick == 0 || operator.atRest();
      record.clearAsked = operator.clearAsked();
      long holding =
          conditions.evaluate(
              machine.mode(), machine.inModeS(nowNanos), sensors, operator, motion, nowNanos);
      record.flags = conditions.seenByOthers();
      record.conditions = holding;
      monitor.update(nowNanos, machine.mode(), holding, operator.clears());
      machine.advance(record, stopSeen, nowNanos, lastNanos);
      port.send(machine.command(nowNanos));
    } catch (Throwable e) { // also an Error: the robot must not lose its controller
      internalError(nowNanos, e);
    }
    lastNanos = nowNanos;
    severity = monitor.severity();
    failsafe = monitor.cause();
    operatorHasIt = machine.attended();
    operatorWalks = machine.attendedAndTall() && operator.walks();
    record.mode = machine.mode();
    record.severity = severity;
    record.failsafe = failsafe;
    record.snapshotVersion = machine.snapshotVersion();
    record.internalErrors = errors;
    tape.end();
  }

  /**
   * For a loop that has time before the next tick: a rehearsal of the policy step, if it is to
   * bring one. Changes nothing that any tick sees. Control thread only; allocates nothing and
   * throws nothing.
   */
  public void warm() {
    try {
      machine.warm();
    } catch (Throwable e) { // the tick will meet it, and decide
      return;
    }
  }

  /**
   * Whether a new controller, shown the newest samples and told when the last tick was, would go on
   * as this one, should the operator be at rest too: a recording may be replayed from here. Whoever
   * gives the controller a memory that lasts from one rollout to the next has to see that this
   * stays true.
   */
  private boolean fresh() {
    return machine.mode() == Mode.OFF
        && slot.atRest()
        && !sensors.invalid()
        && conditions.punctual()
        && monitor.quiet();
  }

  /** The next tick was due at this time, ns: for the record. Control thread only. */
  public void due(long nanos) {
    tape.due(nanos);
  }

  /**
   * For a replay that begins where another controller was as if new: the last tick was at this
   * time, ns. Before the first tick only.
   */
  public void goOnAfter(long lastTickNanos) {
    conditions.goOnAfter(lastTickNanos);
    operator.goOn();
    lastNanos = lastTickNanos;
  }

  private void internalError(long nowNanos, Throwable error) {
    lastError = error;
    internalErrors = ++errors;
    monitor.update(nowNanos, machine.mode(), Condition.INTERNAL_ERROR.bit(), false); // latches
    machine.damp(nowNanos);
    slot.finish(Condition.INTERNAL_ERROR.title(), false);
    try {
      port.send(machine.command(nowNanos));
    } catch (Throwable unsendable) {
      internalErrors = ++errors; // the robot's own watchdog has to see to it
    }
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
    return !stopping && slot.offer(rollout);
  }

  /** No rollout is in hand; the robot lies still, or stands for its operator. */
  public boolean idle() {
    return slot.empty();
  }

  /** The rollout that finished last, once; null when there is none since. */
  public PreparedRollout takeFinished() {
    return slot.takeFinished();
  }

  /** Ends what is under way, damps, and starts nothing more. */
  public void stop() {
    stopping = true;
  }

  /** Clears what is latched and over, as the operator's clear button does. */
  public void clear() {
    operator.askClear();
  }

  /** The operator has stood the robot up; nobody else's rollouts start. */
  public boolean operatorHasIt() {
    return operatorHasIt;
  }

  /** The operator has stood the robot up and holds the walk button: an attended rollout starts. */
  public boolean operatorWalks() {
    return operatorWalks;
  }

  /** Safety mode. */
  public Mode mode() {
    return machine.mode();
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
    return (double) machine.runTicks() / config.control().tickRateHz();
  }

  /** Snapshot that ran last or runs now; 0 for random actions or none. */
  public long snapshotVersion() {
    return machine.snapshotVersion();
  }

  /** Ticks that ended in an unexpected exception. */
  public long internalErrors() {
    return internalErrors;
  }

  /** The last of these exceptions, or null. */
  public Throwable lastError() {
    return lastError;
  }

  /** Ticks that went unrecorded because the recorder did not keep up; 0 without one. */
  public long unrecordedTicks() {
    return tape.lost();
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
