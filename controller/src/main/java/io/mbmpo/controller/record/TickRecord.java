package io.mbmpo.controller.record;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;

/**
 * One tick as it was: what came in, what was decided, what went out. All that the controller's next
 * command depends on is in here or in the ticks before. Mutable, preallocated, used again.
 */
public final class TickRecord {
  /** {@link #policyStep} of a tick in which the policy was not asked. */
  public static final int NO_STEP = -1;

  /** Number of this tick since the controller started. */
  public long tick;

  /** Its time, ns; and that of the tick before, recorded or not. */
  public long nowNanos;

  public long previousNanos;

  /** Ticks that were not recorded between the record before and this one. */
  public long lostBefore;

  /** Before this tick nothing was under way, counted or latched: a new controller would do. */
  public boolean calm;

  /** The controller had been told to stop. */
  public boolean stopping;

  /** It had been asked to clear, by other means than the operator's button. */
  public boolean clearAsked;

  /** Bits of the conditions that other threads see. */
  public long flags;

  /** The rollout that was taken in hand in this tick, or null. */
  public PreparedRollout offer;

  /** Newest samples that the controller has taken, and whether there was one and it came now. */
  public final JointState joints;

  public final ImuState imu = new ImuState();
  public final OdometryState odometry = new OdometryState();
  public final OperatorInput operator = new OperatorInput();
  public Arrival jointsArrival = Arrival.NEVER;
  public Arrival imuArrival = Arrival.NEVER;
  public Arrival odometryArrival = Arrival.NEVER;
  public Arrival operatorArrival = Arrival.NEVER;

  /** Bits of all conditions that held. */
  public long conditions;

  /** After the tick. */
  public Mode mode;

  public Severity severity;

  /** Most severe failsafe that applied, or null. */
  public Condition failsafe;

  /** Snapshot that ran last or runs; 0 for random actions or none. */
  public long snapshotVersion;

  /** Ticks so far that ended in an unexpected exception. */
  public long internalErrors;

  /** Policy step within its episode, or {@link #NO_STEP}. */
  public int policyStep;

  /** Observation of that step. */
  public final float[] observation;

  /** Whether an action followed; the last observation of an episode has none. */
  public boolean acted;

  public final float[] action;

  /** What was sent; the last command, should there be two. */
  public final JointCommand command;

  /** Commands sent: 1, unless something went wrong inside. */
  public int sent;

  /** How long after its deadline the tick began, ns; 0 in simulated time. */
  public long latenessNanos;

  /** How long it took, ns. */
  public long computeNanos;

  /** Whether a sensor or operator has been heard. */
  public enum Arrival {
    /** Not yet. */
    NEVER,
    /** In an earlier tick. */
    BEFORE,
    /** In this tick. */
    NOW
  }

  public TickRecord(RobotConfig config, Task task) {
    joints = new JointState(config.jointCount());
    command = new JointCommand(config.jointCount());
    observation = new float[task.observationSize()];
    action = new float[task.actionSize()];
  }

  /** Forgets the tick that was in here. Real-time safe. */
  void clear() {
    calm = false;
    stopping = false;
    clearAsked = false;
    flags = 0;
    offer = null;
    jointsArrival = Arrival.NEVER;
    imuArrival = Arrival.NEVER;
    odometryArrival = Arrival.NEVER;
    operatorArrival = Arrival.NEVER;
    conditions = 0;
    policyStep = NO_STEP;
    acted = false;
    sent = 0;
    latenessNanos = 0;
    computeNanos = 0;
  }

  /** The policy was shown this observation. Real-time safe. */
  public void observed(int step, float[] observations, int offset) {
    policyStep = step;
    System.arraycopy(observations, offset, observation, 0, observation.length);
  }

  /** The policy answered with this action. Real-time safe. */
  public void acted(float[] drawn) {
    acted = true;
    System.arraycopy(drawn, 0, action, 0, action.length);
  }
}
