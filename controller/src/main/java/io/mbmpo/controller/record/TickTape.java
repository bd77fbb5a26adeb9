package io.mbmpo.controller.record;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickRecord.Arrival;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.function.LongSupplier;

/**
 * The control thread's end of a recording. What crosses the robot's port is noted here without the
 * controller's doing; what it decides it writes into the record of the tick itself. When the
 * recorder does not keep up, ticks go unrecorded and are counted. Control thread only, unless said
 * otherwise; allocates nothing, never waits.
 */
public final class TickTape {
  private final TickSink sink;
  private final LongSupplier clock;
  private final TickRecord scratch;

  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final OperatorInput operator = new OperatorInput();
  private boolean jointsSeen;
  private boolean imuSeen;
  private boolean odometrySeen;
  private boolean operatorSeen;

  private TickRecord record;
  private long tick;
  private long previousNanos;
  private long lostBefore;
  private long lostSoFar;
  private long dueNanos;
  private boolean dueKnown;
  private long begunNanos;
  private volatile long lost;

  private TickTape(RobotConfig config, Task task, TickSink sink, LongSupplier clock) {
    this.sink = sink;
    this.clock = clock;
    scratch = new TickRecord(config, task);
    record = scratch;
    joints = new JointState(config.jointCount());
  }

  /** Records nothing. */
  public static TickTape off(RobotConfig config, Task task) {
    return new TickTape(config, task, null, () -> 0);
  }

  /**
   * Records every tick.
   *
   * @param sink its two methods are called by the control thread
   * @param clock for how long a tick takes, ns
   */
  public static TickTape to(TickSink sink, RobotConfig config, Task task, LongSupplier clock) {
    return new TickTape(config, task, sink, clock);
  }

  /** The port through which the controller is to see the robot. */
  public RobotPort tap(RobotPort port) {
    return sink == null ? port : new Tap(port);
  }

  /** The next tick was due at this time, in the controller's clock, ns. */
  public void due(long nanos) {
    dueNanos = nanos;
    dueKnown = true;
  }

  /** A tick begins; returns its record, to be filled until {@link #end}. */
  public TickRecord begin(long nowNanos) {
    if (sink != null) {
      begunNanos = clock.getAsLong();
      TickRecord claimed = sink.claim();
      record = claimed == null ? scratch : claimed;
    }
    record.clear();
    record.tick = tick++;
    record.nowNanos = nowNanos;
    record.previousNanos = previousNanos;
    record.latenessNanos = dueKnown ? nowNanos - dueNanos : 0;
    dueKnown = false;
    previousNanos = nowNanos;
    return record;
  }

  /** The tick has ended. */
  public void end() {
    if (sink == null) {
      return;
    }
    if (record == scratch) {
      lostBefore++;
      lost = ++lostSoFar;
      return;
    }
    record.lostBefore = lostBefore;
    lostBefore = 0;
    arrived();
    record.computeNanos = clock.getAsLong() - begunNanos;
    sink.publish();
    record = scratch; // whoever writes outside of a tick does no harm
  }

  private void arrived() {
    record.joints.copyFrom(joints);
    record.imu.copyFrom(imu);
    record.odometry.copyFrom(odometry);
    record.operator.copyFrom(operator);
    record.jointsArrival = arrival(record.jointsArrival, jointsSeen);
    record.imuArrival = arrival(record.imuArrival, imuSeen);
    record.odometryArrival = arrival(record.odometryArrival, odometrySeen);
    record.operatorArrival = arrival(record.operatorArrival, operatorSeen);
  }

  private static Arrival arrival(Arrival now, boolean seen) {
    return now == Arrival.NOW || !seen ? now : Arrival.BEFORE;
  }

  /** Ticks that went unrecorded. Any thread. */
  public long lost() {
    return lost;
  }

  /** A port that notes what it hands over. */
  private final class Tap implements RobotPort {
    private final RobotPort port;

    Tap(RobotPort port) {
      this.port = port;
    }

    @Override
    public boolean take(JointState into) {
      if (!port.take(into)) {
        return false;
      }
      joints.copyFrom(into);
      jointsSeen = true;
      record.jointsArrival = Arrival.NOW;
      return true;
    }

    @Override
    public boolean take(ImuState into) {
      if (!port.take(into)) {
        return false;
      }
      imu.copyFrom(into);
      imuSeen = true;
      record.imuArrival = Arrival.NOW;
      return true;
    }

    @Override
    public boolean take(OdometryState into) {
      if (!port.take(into)) {
        return false;
      }
      odometry.copyFrom(into);
      odometrySeen = true;
      record.odometryArrival = Arrival.NOW;
      return true;
    }

    @Override
    public boolean take(OperatorInput into) {
      if (!port.take(into)) {
        return false;
      }
      operator.copyFrom(into);
      operatorSeen = true;
      record.operatorArrival = Arrival.NOW;
      return true;
    }

    @Override
    public void send(JointCommand command) {
      record.command.copyFrom(command);
      record.sent++;
      port.send(command);
    }
  }
}
