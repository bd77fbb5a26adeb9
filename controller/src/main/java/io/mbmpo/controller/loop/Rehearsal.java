package io.mbmpo.controller.loop;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.robotconfigs.ControlConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tick through whole episodes on a {@link KinematicRobot} before a real robot depends on
 * it, and counts as the loop does: a JVM runs code slowly until it has run it often, and the thread
 * on which code has become worth its best compiler makes the text constants of that code's class,
 * on the heap. Takes a few seconds.
 */
public final class Rehearsal {
  /** So that getting up and coming down are worth the best compiler, too: 500 ticks and fewer. */
  private static final int EPISODES = 40;

  private static final int TICKS_PER_REPORT = 500;
  private static final int HORIZON = 30;

  /** The compiler wants five thousand calls and more, and a policy is asked in few of the ticks. */
  private static final int POLICY_STEPS = 12_000;

  /** Something that people are told holds and ceases to hold, so that the monitor has work. */
  private static final int TICKS_OF_A_DISTURBANCE = 50;

  private static final int LOOK_MILLIS = 20;
  private static final int CALM_LOOKS = 5;
  private static final int MOST_LOOKS = 100;

  private Rehearsal() {}

  /** Rehearses; on any thread, with controllers of its own. */
  public static void run(RobotConfig config, Task task) {
    run(config, task, EPISODES, HORIZON);
    letTheCompilerFinish(); // while it has much to do, it wants to see code called more often
    run(askingInEveryTick(config), task, 1, POLICY_STEPS);
    letTheCompilerFinish();
    run(askingInEveryTick(config), task, 1, POLICY_STEPS);
    letTheCompilerFinish();
  }

  private static void letTheCompilerFinish() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
      return;
    }
    long before = -1;
    int calm = 0;
    for (int i = 0; i < MOST_LOOKS && calm < CALM_LOOKS; i++) {
      long spent = compiler.getTotalCompilationTime();
      calm = spent == before ? calm + 1 : 0;
      before = spent;
      Uninterruptibles.sleepUninterruptibly(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static RobotConfig askingInEveryTick(RobotConfig config) {
    ControlConfig control = config.control();
    int rate = control.tickRateHz();
    return config.with(
        new ControlConfig(rate, rate, control.actionFilter(), control.targetRateRadS()));
  }

  private static void run(RobotConfig config, Task task, int episodes, int horizon) {
    Understudy understudy = new Understudy(config, task, horizon);
    LoopTimes times = new LoopTimes();
    long ticks = 0;
    for (int episode = 0; episode < episodes; episode++) {
      understudy.walkOn();
      while (!understudy.idle()) {
        understudy.disturb(ticks / TICKS_OF_A_DISTURBANCE % 2 == 1);
        understudy.tick();
        understudy.warm();
        times.record(ticks, ticks);
        if (++ticks % TICKS_PER_REPORT == 0) {
          times.report(0);
        }
      }
    }
  }

  /**
   * A rollout of a 2×32 policy that does nothing in particular.
   *
   * @param horizon policy steps
   */
  public static PreparedRollout walk(RobotConfig config, Task task, String id, int horizon) {
    int[] sizes = {task.observationSize(), 32, 32, task.actionSize()};
    float[] parameters = new float[PolicySnapshot.parameterCount(sizes)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.1 * Math.sin(i));
    }
    for (int i = 1; i <= task.actionSize(); i++) {
      parameters[parameters.length - i] = -2; // log σ
    }
    float[] stance = new float[config.jointCount()];
    float[] scale = new float[config.jointCount()];
    for (int i = 0; i < stance.length; i++) {
      JointConfig joint = config.joints().get(i);
      stance[i] = (float) joint.stanceRad();
      scale[i] = (float) joint.actionScaleRad();
    }
    PolicySnapshot policy =
        new PolicySnapshot(
            "rehearsal",
            config.name(),
            config.hash(),
            1,
            0,
            PolicySnapshot.Role.META,
            -1,
            sizes,
            parameters,
            task.observationCenter(),
            task.observationScale(),
            stance,
            scale);
    Rollout rollout = new Rollout(id, 1, Exploration.GAUSSIAN, 1, horizon);
    return new PreparedRollout(config, task, "rehearsal", 0, rollout, policy, new byte[32]);
  }
}
