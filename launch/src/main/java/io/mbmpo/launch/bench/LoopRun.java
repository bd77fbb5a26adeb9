package io.mbmpo.launch.bench;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.KinematicRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The real-time loop with the controller's whole tick (sensors, safety, observation, a 2×32 policy,
 * filter, limits, command, episode) on a robot of arithmetic, measured while the policy runs.
 *
 * @param lateness of the ticks, ns
 * @param compute of the ticks, ns
 * @param overruns deadlines missed altogether
 * @param allocatedBytes by the control thread
 * @param refused what the control thread asked for and may not have
 * @param endedBy the failsafe that ended the policy before the time was over; empty if none
 */
record LoopRun(
    Histogram lateness,
    Histogram compute,
    long overruns,
    long allocatedBytes,
    List<String> refused,
    String endedBy) {
  private static final int SETTLE_REPORTS = 30;
  private static final long REPORT_MILLIS = 100;
  private static final double START_S = 20;

  /** Runs and measures it for this long. */
  static LoopRun measure(RobotConfig config, double seconds) throws InterruptedException {
    Task task = new WalkTask(config);
    Rehearsal.run(config, task);
    KinematicRobot robot = new KinematicRobot(config, System::nanoTime);
    Controller controller = new Controller(config, task, robot, new ConditionFlags());
    RealTimeLoop loop = new RealTimeLoop(controller, System::nanoTime);
    try (loop) {
      loop.start();
      PreparedRollout walk = walk(config, task, controller, seconds);
      for (int i = 0; i < SETTLE_REPORTS; i++) { // what is compiled late, is compiled now
        Thread.sleep(REPORT_MILLIS);
        loop.report();
      }
      return measure(controller, walk, loop, seconds);
    }
  }

  /** Brings the robot to where the policy runs, and again if the machine did not let it. */
  private static PreparedRollout walk(
      RobotConfig config, Task task, Controller controller, double seconds)
      throws InterruptedException {
    int horizon = (int) Math.ceil((seconds + START_S) * config.control().policyRateHz());
    PreparedRollout walk = null;
    long end = System.nanoTime() + Math.round(1e9 * START_S);
    while (controller.mode() != Mode.RUN) {
      if (controller.idle()) {
        controller.takeFinished();
        walk = Rehearsal.walk(config, task, "bench", horizon);
        controller.offer(walk);
      }
      if (System.nanoTime() > end) {
        throw LaunchException.failedRun(
            "the policy does not start: mode %s, failsafe %s; the machine is too busy to measure on"
                .formatted(controller.mode(), controller.failsafe()));
      }
      Thread.sleep(REPORT_MILLIS);
    }
    return walk;
  }

  private static LoopRun measure(
      Controller controller, PreparedRollout walk, RealTimeLoop loop, double seconds)
      throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long overrunsBefore = loop.report().overruns();
    long bytesBefore = threads.getThreadAllocatedBytes(loop.threadId());
    Thread.sleep(Math.round(1000 * seconds));
    long bytes = threads.getThreadAllocatedBytes(loop.threadId()) - bytesBefore;
    long overruns = loop.report().overruns() - overrunsBefore;
    boolean ended = controller.mode() != Mode.RUN;
    return new LoopRun(
        loop.lateness(),
        loop.compute(),
        overruns,
        bytes,
        loop.privileges().refused(),
        ended ? String.valueOf(walk.buffer().end()) : "");
  }

  /** One run in slices: the next slice is added to this one's. */
  LoopRun and(LoopRun next) {
    lateness.add(next.lateness);
    compute.add(next.compute);
    return new LoopRun(
        lateness,
        compute,
        overruns + next.overruns,
        allocatedBytes + next.allocatedBytes,
        refused,
        endedBy.isEmpty() ? next.endedBy : endedBy);
  }
}
