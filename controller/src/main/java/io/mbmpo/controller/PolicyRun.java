package io.mbmpo.controller;

import io.mbmpo.controller.policy.ActionFilter;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.sense.Observer;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;

/**
 * The policy's time at the controls: every policy period observe, record, ask the task whether that
 * was a fall, draw an action, filter. Control thread only; allocates nothing.
 */
final class PolicyRun {
  /** What a tick of it came to. */
  enum Outcome {
    GOING_ON,
    HORIZON,
    FALL
  }

  private final Observer observer;
  private final ActionFilter filter;
  private final TaskEvaluator evaluator;
  private final float[] action;
  private final float[] dryObservation;
  private final float[] dryAction;
  private final int ticksPerStep;
  private PreparedRollout rollout;
  private int untilStep;

  PolicyRun(RobotConfig config, Task task) {
    observer = new Observer(config);
    filter = new ActionFilter(config);
    evaluator = new TaskEvaluator(task);
    evaluator.warmUp();
    action = new float[task.actionSize()];
    dryObservation = new float[task.observationSize()];
    dryAction = new float[task.actionSize()];
    ticksPerStep = config.control().ticksPerPolicyStep();
  }

  void begin(PreparedRollout rollout, Sensors sensors, long nowNanos) {
    this.rollout = rollout;
    untilStep = 0;
    filter.reset();
    observer.setStartFrame(sensors);
    rollout.buffer().begin(nowNanos);
  }

  Outcome tick(Sensors sensors, TickRecord record) {
    if (untilStep-- > 0) {
      return Outcome.GOING_ON;
    }
    untilStep = ticksPerStep - 1;
    EpisodeBuffer buffer = rollout.buffer();
    int offset = observe(sensors, buffer);
    record.observed(buffer.length(), buffer.observations(), offset);
    if (buffer.length() > 0 && evaluator.terminated(buffer.observations(), offset)) {
      return Outcome.FALL;
    }
    if (buffer.length() == buffer.horizon()) {
      return Outcome.HORIZON;
    }
    rollout.actions().draw(buffer.observations(), offset, action);
    buffer.acted(action);
    record.acted(action);
    filter.apply(action);
    return Outcome.GOING_ON;
  }

  /**
   * If the next tick is a policy step, does what it will do on the sensors as they were, and
   * forgets it: code and weights that nobody has touched for a policy period are in the caches
   * then. What the step comes to does not depend on it.
   */
  void warm(Sensors sensors) {
    if (untilStep > 0) {
      return;
    }
    observer.observe(sensors, filter.targets(), dryObservation, 0);
    var unused = evaluator.terminated(dryObservation, 0);
    rollout.actions().prepare(dryObservation, 0, dryAction);
  }

  /**
   * A fall that the failsafe saw before the task did: true, and recorded as the last observation,
   * if the task agrees that it is one.
   */
  boolean endsAsFall(Sensors sensors, TickRecord record) {
    EpisodeBuffer buffer = rollout.buffer();
    if (buffer.empty() || buffer.length() == buffer.horizon()) {
      return false;
    }
    int offset = buffer.nextObservation();
    observer.observe(sensors, filter.targets(), buffer.observations(), offset);
    boolean fall = evaluator.terminated(buffer.observations(), offset);
    if (fall) {
      buffer.observed();
      record.observed(buffer.length(), buffer.observations(), offset);
    }
    return fall;
  }

  /** A rollout that never ran still says where the robot was: its only observation. */
  void observeOnce(PreparedRollout failed, Sensors sensors) {
    if (failed.buffer().empty() && sensors.complete()) {
      filter.reset();
      observer.setStartFrame(sensors);
      observe(sensors, failed.buffer());
    }
  }

  /** Filtered joint targets, rad; the live array. */
  double[] targets() {
    return filter.targets();
  }

  private int observe(Sensors sensors, EpisodeBuffer buffer) {
    int offset = buffer.nextObservation();
    observer.observe(sensors, filter.targets(), buffer.observations(), offset);
    buffer.observed();
    return offset;
  }
}
