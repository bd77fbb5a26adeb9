package io.mbmpo.launch.bench;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.RealTimeRunner;
import io.mbmpo.controller.loop.TickTimes;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.launch.gazebo.GazeboProcess.Scene;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** The wire between controller and Gazebo under way: by the wall's clock, and in lockstep. */
public final class GazeboTiming {
  private static final long SECOND = 1_000_000_000L;
  private static final double LEASE_S = 5;
  private static final int DIGITS = 3;

  private final Scene scene;
  private final Task task;
  private final IntFunction<PreparedRollout> rollouts;
  private final Consumer<String> lines;

  /**
   * @param rollouts what the robot does, by number
   * @param lines is told what came of it
   */
  public GazeboTiming(
      Scene scene, Task task, IntFunction<PreparedRollout> rollouts, Consumer<String> lines) {
    this.scene = scene;
    this.task = task;
    this.rollouts = rollouts;
    this.lines = lines;
  }

  /** By the wall's clock, for at least so long; the scene is in real time. */
  public void realTime(GazeboRobot gazebo, double seconds) throws InterruptedException {
    RobotConfig config = scene.robot();
    try (DdsParticipant onlooker =
        new DdsParticipant(
            "onlooker", scene.ros2().domainId(), scene.ros2().interfaces(), LEASE_S)) {
      Arrivals arrivals = new Arrivals(config.control().tickPeriodNanos());
      onlooker.reader(
          scene.names().dds(scene.ros2().topics().jointStates()),
          new JointStateMessage(),
          Qos.SENSOR,
          arrivals::accept);
      Controller controller = new Controller(config, task, gazebo.port(), gazebo.flags());
      RealTimeLoop loop = new RealTimeLoop(controller, DdsRobotPort::nowNanos);
      loop.start();
      long end = System.nanoTime() + (long) (seconds * SECOND);
      try (RealTimeRunner runner =
          new RealTimeRunner(controller, loop, seed -> gazebo.reset().reset())) {
        for (int i = 0; System.nanoTime() < end; i++) {
          PreparedRollout rollout = rollouts.apply(i);
          runner.run(rollout);
          lines.accept(
              String.format(
                  Locale.ROOT,
                  "  %s after %.1f s",
                  rollout.episode().end(),
                  rollout.episode().length() * rollout.episode().policyPeriodS()));
        }
      }
      TickTimes late = loop.report().allLateness();
      lines.accept(
          micros(
              "ticks of the controller, late", late.p50Nanos(), late.p99Nanos(), late.p999Nanos()));
      lines.accept(
          String.format(
              Locale.ROOT, "  %d ticks, %d missed", late.count(), loop.report().overruns()));
      lines.accept(micros("joint states, age on arrival", arrivals.ages));
      lines.accept(
          String.format(
              Locale.ROOT,
              "  %d joint states, %d ticks without one",
              arrivals.ages.getTotalCount(),
              arrivals.gaps.get()));
    }
  }

  /** In lockstep, for so long at least; the scene is in lockstep. */
  public void lockstep(GazeboRobot gazebo, double seconds) {
    Controller controller = new Controller(scene.robot(), task, gazebo.lockstep(), gazebo.flags());
    Histogram periods = new Histogram(DIGITS);
    long[] before = {System.nanoTime()};
    Lockstep lockstep =
        new Lockstep(
            controller,
            gazebo.lockstep(),
            (ticked, now) -> {
              long wall = System.nanoTime();
              periods.recordValue(wall - before[0]);
              before[0] = wall;
            });
    long begun = System.nanoTime();
    for (int i = 0; System.nanoTime() < begun + (long) (seconds * SECOND); i++) {
      lockstep.run(rollouts.apply(i));
    }
    double took = 1e-9 * (System.nanoTime() - begun);
    lines.accept(micros("lockstep: command out, physics, sensors in", periods));
    lines.accept(
        String.format(
            Locale.ROOT,
            "  %.0f ticks a second, %.1f x real time",
            periods.getTotalCount() / took,
            periods.getTotalCount() / took / scene.robot().control().tickRateHz()));
  }

  private static String micros(String what, Histogram of) {
    return micros(
        what,
        of.getValueAtPercentile(50),
        of.getValueAtPercentile(99),
        of.getValueAtPercentile(99.9));
  }

  private static String micros(String what, long p50Nanos, long p99Nanos, long p999Nanos) {
    return String.format(
        Locale.ROOT,
        "%s: p50 %.0f µs, p99 %.0f µs, p99.9 %.0f µs",
        what,
        p50Nanos * 1e-3,
        p99Nanos * 1e-3,
        p999Nanos * 1e-3);
  }

  /** On a thread of DDS; read when it is over. */
  private static final class Arrivals {
    final Histogram ages = new Histogram(DIGITS);
    private final long tickNanos;
    final AtomicLong gaps = new AtomicLong();
    private long last;

    Arrivals(long tickNanos) {
      this.tickNanos = tickNanos;
    }

    void accept(JointStateMessage message) {
      Instant now = Instant.now();
      long stamp = message.header.stamp();
      ages.recordValue(Math.max(0, now.getEpochSecond() * SECOND + now.getNano() - stamp));
      if (last != 0 && stamp > last) {
        gaps.addAndGet(Math.max(0, Math.round((double) (stamp - last) / tickNanos) - 1));
      }
      last = stamp;
    }
  }
}
