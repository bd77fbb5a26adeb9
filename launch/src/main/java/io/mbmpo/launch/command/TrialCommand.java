package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.experiment.Environments;
import io.mbmpo.launch.experiment.Experiment;
import io.mbmpo.launch.experiment.Experiments;
import io.mbmpo.launch.experiment.TrialFolder;
import io.mbmpo.launch.experiment.TrialRun;
import io.mbmpo.launch.process.ParentWatch;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mbmpo experiment trial}: the process of one trial. */
@Command(
    name = "trial",
    description = "Run one trial from its folder (the experiments start it themselves).")
final class TrialCommand implements Callable<Integer> {
  private final Environments environments;

  @Parameters(paramLabel = "TRIAL", description = "Folder with a trial.yaml.")
  private Path folder;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Worker threads; the curve does not depend on it (default: ${DEFAULT-VALUE}).")
  private int threads;

  TrialCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public Integer call() {
    ParentWatch.startIfChild();
    TrialFolder trial = TrialFolder.open(folder);
    if (System.getProperty(LogFile.FILE_PROPERTY) == null) {
      LogFile.use(trial.log());
    }
    Experiment experiment = Experiments.of(trial.description().experiment());
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = StopSignal.onShutdown(() -> stop.set(true))) {
      new TrialRun(trial, environments, new Compute(threads, Device.fromSystem()), System::nanoTime)
          .run(stop::get, () -> experiment.conclude(trial, environments));
      return ExitCodes.OK;
    } catch (LearningStopped e) {
      return ExitCodes.INTERRUPTED;
    }
  }
}
