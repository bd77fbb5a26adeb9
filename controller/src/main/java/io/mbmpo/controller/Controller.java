package io.mbmpo.controller;

import io.mbmpo.controller.port.JointCommand;
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
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.controller.sense.Operator;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.function.UnaryOperator;

/**
 * One robot's controller: a state machine that is stepped, by whom is not its business. {@link
 * #tick} belongs to one thread (the control thread); it allocates nothing, blocks on nothing, logs
 * nothing and throws nothing. The other methods may be called by any thread. At most one rollout is
 * in hand at a time.
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

  private static final double NANO = 1e-9;

  private final RobotConfig config;
  private final Task task;
  private final TickTape tape;
  private final RobotPort port;

  private final Sensors sensors;
  private final Operator operator;
  private final Conditions conditions;
  private final FailsafeMonitor monitor;
  private final PolicyRun run;
  private final Motion motion;
  private final RolloutSlot slot = new RolloutSlot();

  // Control thread only.
  private TickRecord record;
  private boolean stopSeen;
  private boolean attended;
  private long modeSinceNanos;
  private long lastNanos;
  private long ticksRun;
  private long errors;

  // Written by the control thread, read by any.
  private volatile Mode mode = Mode.OFF;
  private volatile Condition failsafe;
  private volatile Severity severity = Severity.NONE;
  private volatile boolean operatorHasIt;
  private volatile boolean operatorWalks;
  private volatile long runTicks;
  private volatile long snapshotVersion;
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
    run = new PolicyRun(config, task);
    motion = new Motion(config);
  }

  /**
   * One control period. Anything unexpected inside damps the robot, is counted, and needs the
   * operator.
   *
   * @param nowNanos time, ns, in the clock of the sensors' stamps; never goes back
   */
  public void tick(long nowNanos) {
    record = tape.begin(nowNanos);
    record.calm = fresh();
    stopSeen = stopping;
    record.stopping = stopSeen;
    try {
      if (calm(nowNanos)) {
        slot.letGo();
      }
      sensors.read(port);
      operator.read(port, nowNanos);
      record.calm &= record.tick == 0 || operator.atRest();
      record.clearAsked = operator.clearAsked();
      long holding =
          conditions.evaluate(mode, inModeS(nowNanos), sensors, operator, motion, nowNanos);
      record.flags = conditions.seenByOthers();
      record.conditions = holding;
      monitor.update(nowNanos, mode, holding, operator.clears());
      advance(nowNanos);
      port.send(command(nowNanos));
    } catch (Throwable e) { // also an Error: the robot must not lose its controller
      internalError(nowNanos, e);
    }
    lastNanos = nowNanos;
    severity = monitor.severity();
    failsafe = monitor.cause();
    operatorHasIt = attended;
    operatorWalks = attended && mode == Mode.STAND && motion.tall() && operator.walks();
    record.mode = mode;
    record.severity = severity;
    record.failsafe = failsafe;
    record.snapshotVersion = snapshotVersion;
    record.internalErrors = errors;
    tape.end();
  }

  /**
   * For a loop that has time before the next tick: a rehearsal of the policy step, if it is to
   * bring one. Changes nothing that any tick sees. Control thread only; allocates nothing and
   * throws nothing.
   */
  public void warm() {
    if (mode != Mode.RUN) {
      return;
    }
    try {
      run.warm(sensors);
    } catch (Throwable e) { // the tick will meet it, and decide
    }
  }

  /**
   * Whether a new controller, shown the newest samples and told when the last tick was, would go on
   * as this one, should the operator be at rest too: a recording may be replayed from here. Whoever
   * gives the controller a memory that lasts from one rollout to the next has to see that this
   * stays true.
   */
  private boolean fresh() {
    return mode == Mode.OFF
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
    if (!mode.active() || attended) {
      takeUp(nowNanos);
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
    } else if ((nowNanos - slot.sinceNanos()) * NANO > START_TIMEOUT_S) {
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
  private boolean calm(long nowNanos) {
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

  private JointCommand command(long nowNanos) {
    return motion.command(
        mode, inModeS(nowNanos), sensors.joints().position, run.targets(), nowNanos);
  }

  private void internalError(long nowNanos, Throwable error) {
    lastError = error;
    internalErrors = ++errors;
    monitor.update(nowNanos, mode, Condition.INTERNAL_ERROR.bit(), false); // latches
    if (mode != Mode.ESTOP && mode != Mode.DAMPING) {
      become(Mode.DAMPING, nowNanos);
    }
    slot.finish(Condition.INTERNAL_ERROR.title(), false);
    try {
      port.send(command(nowNanos));
    } catch (Throwable unsendable) {
      internalErrors = ++errors; // the robot's own watchdog has to see to it
    }
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
