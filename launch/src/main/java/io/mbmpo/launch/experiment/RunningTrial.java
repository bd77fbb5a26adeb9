package io.mbmpo.launch.experiment;

import io.mbmpo.launch.process.ChildProcess;
import java.util.concurrent.CompletableFuture;

/** A trial that was started. */
public interface RunningTrial {
  /** Starts trials. */
  interface Starter {
    RunningTrial start(TrialFolder folder);
  }

  /** Completes when the trial has ended for whatever reason. */
  CompletableFuture<ChildProcess.Ending> onEnd();

  /** Asks it to stop in order; does not wait. */
  void requestStop();

  /** Stops it and waits until it is gone. */
  void stop();
}
