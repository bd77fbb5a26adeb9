package io.mbmpo.controller.loop;

import io.mbmpo.controller.port.SteppedRobot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A simulated robot at the pace of the wall clock, stepped by a thread of its own, for running the
 * real-time loop without a robot. A robot that falls behind (a reset takes time) catches up.
 */
public final class PacedRobot implements AutoCloseable {
  private final SteppedRobot robot;
  private final long offsetNanos;
  private final ConcurrentLinkedQueue<Reset> resets = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean running = true;
  private volatile RuntimeException failure;

  private record Reset(long seed, CompletableFuture<Void> done) {}

  /** Starts stepping at once. */
  public PacedRobot(SteppedRobot robot) {
    this.robot = robot;
    offsetNanos = System.nanoTime() - robot.nowNanos();
    thread = new Thread(this::loop, "robot");
    thread.setDaemon(true);
    thread.start();
  }

  /** The robot's clock, ns: simulated time, which runs like the wall clock. Any thread. */
  public long nowNanos() {
    return System.nanoTime() - offsetNanos;
  }

  /**
   * Resets the robot on its own thread and waits for it.
   *
   * @throws IllegalStateException when the robot's thread has died
   */
  public void reset(long seed) {
    Reset reset = new Reset(seed, new CompletableFuture<>());
    resets.add(reset);
    while (!reset.done.isDone()) {
      if (!thread.isAlive()) {
        throw new IllegalStateException("the simulated robot has died", failure);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  private void loop() {
    long periodNanos = 0;
    try {
      while (running) {
        for (Reset reset = resets.poll(); reset != null; reset = resets.poll()) {
          robot.reset(reset.seed);
          reset.done.complete(null);
        }
        // A period is stepped at its end: no reading comes before its time.
        long before = robot.nowNanos();
        long ahead = before + periodNanos - nowNanos();
        if (ahead > 0) {
          LockSupport.parkNanos(ahead);
        } else {
          robot.step();
          periodNanos = robot.nowNanos() - before;
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Stops stepping. */
  @Override
  public void close() {
    running = false;
  }
}
