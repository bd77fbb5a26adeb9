package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.Severity;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot's working life: wait for a rollout, run it, hand its episode over, again. Tells the
 * world a few times a second how it is. One thread serves; a second one sends the heartbeat.
 */
public final class RobotProcess {
  /** Time between two heartbeats, ms. */
  public static final long HEARTBEAT_MILLIS = 250;

  private static final long WAIT_MILLIS = 50;
  private static final Logger log = LoggerFactory.getLogger(RobotProcess.class);

  private final RolloutService service;
  private final EpisodeRunner runner;
  private final Controller controller;
  private long errorsTold;

  public RobotProcess(RolloutService service, EpisodeRunner runner) {
    this.service = service;
    this.runner = runner;
    controller = runner.controller();
  }

  /**
   * Serves until told to stop, which is asked between rollouts; to cut one short, call {@link
   * Controller#stop} as well. The runner is closed at the end, the robot limp.
   *
   * @throws InterruptedException when the thread was interrupted
   */
  public void serve(BooleanSupplier stop) throws InterruptedException {
    ScheduledExecutorService heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> beats =
        heart.scheduleWithFixedDelay(this::beat, 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    try (runner) {
      while (!stop.getAsBoolean()) {
        serveOnce();
      }
    } finally {
      beats.cancel(false);
      heart.shutdown();
      beat();
    }
  }

  private void serveOnce() throws InterruptedException {
    if (controller.severity().atLeast(Severity.BLOCK)) {
      // Only time tells whether what blocks is over. A rollout would use up its attempts meanwhile.
      runner.rest();
      service.retryDelivery();
    }
    Optional<PreparedRollout> next = next();
    if (next.isPresent()) {
      runner.run(next.get());
      service.finished(next.get());
    } else if (controller.operatorHasIt()) {
      runner.rest();
    } else {
      service.awaitNews(WAIT_MILLIS);
    }
    tellErrors();
  }

  private Optional<PreparedRollout> next() {
    if (controller.severity().atLeast(Severity.BLOCK)) {
      return Optional.empty();
    }
    if (controller.operatorHasIt()) {
      return controller.operatorWalks() ? service.attended() : Optional.empty();
    }
    return service.next();
  }

  private void tellErrors() {
    long errors = controller.internalErrors();
    if (errors != errorsTold) {
      log.error("{} internal errors in the tick, the last:", errors, controller.lastError());
      errorsTold = errors;
    }
  }

  private void beat() {
    try {
      service.heartbeat(
          controller.mode(),
          controller.failsafe(),
          controller.snapshotVersion(),
          controller.robotTimeS());
    } catch (RuntimeException e) {
      log.warn("heartbeat not sent: {}", e.toString());
    }
  }
}
