package io.mbmpo.launch.experiment;

import io.mbmpo.launch.process.ChildProcess;
import io.mbmpo.launch.run.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A trial in a process of its own: a crash in native code ends that trial alone, and all the memory
 * it had is given back.
 */
public final class ChildTrial implements RunningTrial {
  private static final Duration GRACE = Duration.ofSeconds(12);

  private final ChildProcess process;

  private ChildTrial(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts trials through the launcher script.
   *
   * @param threads worker threads of a trial
   */
  public static Starter starter(Place place, int threads) {
    return folder ->
        new ChildTrial(
            ChildProcess.start(
                place.launcher(),
                "experiment",
                List.of("trial", folder.path().toString(), "--threads", "" + threads),
                folder.log(),
                GRACE));
  }

  @Override
  public CompletableFuture<ChildProcess.Ending> onEnd() {
    return process.onEnd();
  }

  @Override
  public void requestStop() {
    process.requestStop();
  }

  @Override
  public void stop() {
    process.stop();
  }
}
