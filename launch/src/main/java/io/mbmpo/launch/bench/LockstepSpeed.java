package io.mbmpo.launch.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How fast simulator and controller run in lockstep: episodes of random actions, with stand-up,
 * falls and resets, sensors noisy and late. One thread.
 */
public final class LockstepSpeed {
  private static final double WARM_UP_S = 20;
  private static final SimulationOptions SIMULATION =
      SimulationOptions.nominal().withNoise().withLatency(0.02);

  private final RobotConfig config;
  private final Task task;
  private final Lockstep lockstep;
  private long ticks;
  private long seed;

  private LockstepSpeed(RobotConfig config, Recorder recorder) {
    this.config = config;
    task = new WalkTask(config);
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, SIMULATION, port);
    TickTape tape = recorder == null ? TickTape.off(config, task) : recorder.tape();
    Controller controller = new Controller(config, task, port, new ConditionFlags(), tape);
    lockstep =
        new Lockstep(
            controller,
            robot,
            (ticked, nowNanos) -> {
              ticks++;
              if (recorder != null) {
                recorder.awaitRoom();
              }
            });
  }

  /**
   * Measures over at least {@code seconds} of simulated time, in whole episodes, after a warm-up;
   * runs on the caller's thread.
   */
  public static SpeedReport measure(RobotConfig config, double seconds) {
    return measure(new LockstepSpeed(config, null), seconds);
  }

  /**
   * As {@link #measure(RobotConfig, double)}, with every tick recorded. The processor time is the
   * robot's and the controller's; the recorder's thread is not in it.
   *
   * @throws LaunchException when nothing can be recorded
   */
  public static SpeedReport measureRecorded(RobotConfig config, double seconds) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("mbmpo-bench");
      return measureRecorded(config, seconds, folder);
    } catch (IOException e) {
      throw LaunchException.environment("cannot record to " + folder + ": " + e.getMessage(), e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try {
      if (folder != null) {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw LaunchException.environment("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }

  private static SpeedReport measureRecorded(RobotConfig config, double seconds, Path folder) {
    try (Recorder recorder =
        new Recorder(
                RecordingSource.embedded(config, "bench", ""),
                new WalkTask(config),
                folder,
                RecordingLimits.DEFAULT,
                Clock.systemUTC(),
                new ConditionFlags())
            .start()) {
      return measure(new LockstepSpeed(config, recorder), seconds);
    }
  }

  private static SpeedReport measure(LockstepSpeed run, double seconds) {
    RobotConfig config = run.config;
    run.episodes(WARM_UP_S);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startCpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long steps = run.episodes(seconds);
    double wall = 1e-9 * (System.nanoTime() - start);
    double cpu = 1e-9 * (threads.getCurrentThreadCpuTime() - startCpu);
    return new SpeedReport(1e-9 * config.control().tickPeriodNanos() * steps, wall, cpu, steps);
  }

  /** Runs episodes until {@code seconds} of simulated time are over; returns the ticks made. */
  private long episodes(double seconds) {
    long before = ticks;
    long wanted = (long) Math.ceil(seconds * 1e9 / config.control().tickPeriodNanos());
    while (ticks - before < wanted) {
      lockstep.run(rollout(++seed));
    }
    return ticks - before;
  }

  private PreparedRollout rollout(long episodeSeed) {
    int horizon = (int) Math.round(config.task().episodeS() * config.control().policyRateHz());
    return new PreparedRollout(
        config,
        task,
        "bench",
        0,
        new RolloutPlan.Rollout(
            "bench-" + episodeSeed, 0, RolloutPlan.Exploration.RANDOM, episodeSeed, horizon),
        null,
        new byte[32]);
  }
}
