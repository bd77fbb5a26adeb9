package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.process.ChildProcess;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A trial on a thread of this process. */
public final class InProcessTrial implements RunningTrial {
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CompletableFuture<ChildProcess.Ending> ending;

  private InProcessTrial(TrialFolder folder, Environments environments, int threads) {
    ending = CompletableFuture.supplyAsync(() -> run(folder, environments, threads));
  }

  public static Starter starter(Environments environments, int threads) {
    return folder -> new InProcessTrial(folder, environments, threads);
  }

  private ChildProcess.Ending run(TrialFolder folder, Environments environments, int threads) {
    Experiment experiment = Experiments.of(folder.description().experiment());
    int status = ExitCodes.OK;
    String why = "";
    try {
      new TrialRun(folder, environments, new Compute(threads, Device.CPU), System::nanoTime)
          .run(stop::get, () -> experiment.conclude(folder, environments));
    } catch (LearningStopped e) {
      status = ExitCodes.INTERRUPTED;
    } catch (RuntimeException e) {
      status = ExitCodes.FAILED_RUN;
      why = String.valueOf(e.getMessage());
    }
    return new ChildProcess.Ending("experiment", status, why, folder.log());
  }

  @Override
  public CompletableFuture<ChildProcess.Ending> onEnd() {
    return ending;
  }

  @Override
  public void requestStop() {
    stop.set(true);
  }

  @Override
  public void stop() {
    requestStop();
    ending.join();
  }
}
