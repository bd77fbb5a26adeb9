package io.mbmpo.launch.bench;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.KinematicRobot;
import io.mbmpo.controller.loop.LoopReport;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.Rehearsal;
import io.mbmpo.controller.loop.TickTimes;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The real-time loop with the controller's whole tick (sensors, safety, observation, a 2×32 policy,
 * filter, limits, command, episode) on a robot of arithmetic, measured while the policy runs.
 *
 * @param lateness of the ticks
 * @param compute of the ticks, ns
 * @param overruns deadlines missed altogether
 * @param allocatedBytes by the control thread
 * @param refused what the control thread asked for and may not have
 */
record LoopRun(
    Lateness lateness,
    TickTimes compute,
    long overruns,
    long allocatedBytes,
    List<String> refused) {
  private static final long SETTLE_MILLIS = 500;
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
      int horizon = (int) Math.ceil((seconds + START_S) * config.control().policyRateHz());
      controller.offer(Rehearsal.walk(config, task, "bench", horizon));
      awaitPolicy(controller);
      return measure(controller, loop, seconds);
    }
  }

  private static LoopRun measure(Controller controller, RealTimeLoop loop, double seconds)
      throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long overrunsBefore = loop.report().overruns();
    long bytesBefore = threads.getThreadAllocatedBytes(loop.threadId());
    Thread.sleep(Math.round(1000 * seconds));
    long bytes = threads.getThreadAllocatedBytes(loop.threadId()) - bytesBefore;
    LoopReport report = loop.report();
    running(controller);
    TickTimes late = report.lateness();
    return new LoopRun(
        new Lateness(
            1e-3 * late.p50Nanos(),
            1e-3 * late.p99Nanos(),
            1e-3 * late.p999Nanos(),
            1e-3 * late.maxNanos()),
        report.compute(),
        report.overruns() - overrunsBefore,
        bytes,
        loop.privileges().refused());
  }

  private static void awaitPolicy(Controller controller) throws InterruptedException {
    long end = System.nanoTime() + Math.round(1e9 * START_S);
    while (controller.mode() != Mode.RUN && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    running(controller);
    Thread.sleep(SETTLE_MILLIS);
  }

  private static void running(Controller controller) {
    if (controller.mode() != Mode.RUN) {
      throw LaunchException.failedRun(
          "the policy does not run any more: mode %s, failsafe %s; the machine is too busy to measure on"
              .formatted(controller.mode(), controller.failsafe()));
    }
  }
}
