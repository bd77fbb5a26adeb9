package io.mbmpo.controller.status;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.safety.EmergencyStop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the controller twice a second, on a thread of its own, and keeps the newest report for
 * everybody: whoever reads it changes nothing for the next.
 */
public final class ControllerReports implements Supplier<ControllerReport>, AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final Controller controller;
  private final EmergencyStop stops;
  private final Supplier<String> waitingFor;
  private final Optional<RealTimeLoop> loop;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "reports");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ControllerReport newest;

  /**
   * @param waitingFor what the robot waits for, for people
   * @param loop started; empty in simulated time
   */
  public ControllerReports(
      Controller controller,
      EmergencyStop stops,
      Supplier<String> waitingFor,
      Optional<RealTimeLoop> loop) {
    this.controller = controller;
    this.stops = stops;
    this.waitingFor = waitingFor;
    this.loop = loop;
    newest = look();
  }

  /** Begins to look. */
  public void start() {
    var unused =
        watch.scheduleAtFixedRate(
            () -> newest = look(), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The newest report; at most about half a second old. Any thread but the control thread. */
  @Override
  public ControllerReport get() {
    return newest;
  }

  private ControllerReport look() {
    return new ControllerReport(
        controller.config().name(),
        controller.mode(),
        controller.severity(),
        Optional.ofNullable(controller.failsafe()),
        stops.pressed(),
        controller.operatorHasIt(),
        controller.snapshotVersion(),
        controller.robotTimeS(),
        controller.internalErrors(),
        controller.unrecordedTicks(),
        waitingFor.get(),
        loop.map(RealTimeLoop::report),
        loop.map(running -> running.privileges().refused()).orElse(List.of()));
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
