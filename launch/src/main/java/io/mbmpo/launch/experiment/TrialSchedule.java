package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.experiment.TrialProgress.Status;
import io.mbmpo.launch.process.ChildProcess;
import io.mbmpo.launch.process.Children;
import io.mbmpo.launch.process.Stoppable;
import io.mbmpo.launch.screen.Dashboard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs trials, so many at a time, in their order; a trial that starts from another one's policy
 * waits for that one. One that fails is reported and the others go on; one that was killed by a
 * signal is started again, a few times.
 */
public final class TrialSchedule {
  private static final Logger log = LoggerFactory.getLogger(TrialSchedule.class);
  private static final int MOST_RESTARTS = 3;
  private static final long POLL_MILLIS = 500;

  private final Map<String, TrialFolder> trials = new LinkedHashMap<>();
  private final RunningTrial.Starter starter;
  private final int jobs;
  private final Map<String, RunningTrial> running = new HashMap<>();
  private final Map<String, Integer> restarts = new HashMap<>();
  private final BlockingQueue<Ended> endings = new LinkedBlockingQueue<>();

  private boolean stopping;

  private record Ended(String trial, ChildProcess.Ending ending) {}

  /**
   * @param jobs trials that run at a time
   */
  public TrialSchedule(List<TrialFolder> trials, RunningTrial.Starter starter, int jobs) {
    trials.forEach(folder -> this.trials.put(folder.plan().trial(), folder));
    this.starter = starter;
    this.jobs = jobs;
  }

  /** Where all stand before anything is started. */
  public ScheduleState begin(String title) {
    return new ScheduleState(
        title, jobs, 0, trials.values().stream().map(TrialProgress::of).toList());
  }

  /**
   * Runs all that is not finished yet.
   *
   * @param lastWord said when Ctrl-C has stopped all in order
   * @return 0 when every trial finished, 1 when one failed, 130 when stopped
   */
  public int run(Dashboard<ScheduleState> screen, Runnable lastWord) throws InterruptedException {
    try (Children children = new Children()) {
      children.<Stoppable>start("trials", () -> this::stopAll);
      children.stopOnShutdown(lastWord);
      while (true) {
        if (children.isStopping()) {
          return ExitCodes.INTERRUPTED;
        }
        startReady(screen);
        if (noneRuns()) {
          return screen.state().count(Status.FAILED) == 0 ? ExitCodes.OK : ExitCodes.FAILED_RUN;
        }
        Ended ended = endings.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        showRows(screen);
        if (ended != null && !children.isStopping()) {
          end(ended, screen);
        }
      }
    }
  }

  private synchronized boolean noneRuns() {
    return running.isEmpty();
  }

  private void startReady(Dashboard<ScheduleState> screen) {
    for (TrialFolder folder : trials.values()) {
      String name = folder.plan().trial();
      if (screen.state().trial(name).status() != Status.WAITING) {
        continue;
      }
      Optional<Status> before = startStatus(folder, screen.state());
      if (before.filter(status -> status == Status.FAILED).isPresent()) {
        update(screen, name, t -> t.failed("its start, " + folder.plan().start() + ", failed"));
      } else if (before.filter(status -> status != Status.FINISHED).isEmpty()) {
        start(folder, screen);
      }
    }
  }

  /** Where the trial stands that this one starts from; empty if it starts from chance. */
  private Optional<Status> startStatus(TrialFolder folder, ScheduleState state) {
    String start = folder.plan().start();
    return trials.containsKey(start) ? Optional.of(state.trial(start).status()) : Optional.empty();
  }

  private synchronized void start(TrialFolder folder, Dashboard<ScheduleState> screen) {
    if (running.size() >= jobs || stopping) {
      return;
    }
    String name = folder.plan().trial();
    try {
      RunningTrial trial = starter.start(folder);
      running.put(name, trial);
      update(screen, name, t -> t.with(Status.RUNNING));
      var unused = trial.onEnd().thenAccept(ending -> endings.add(new Ended(name, ending)));
    } catch (LaunchException e) {
      update(screen, name, t -> t.failed(e.getMessage()));
    }
  }

  private synchronized void end(Ended ended, Dashboard<ScheduleState> screen) {
    String name = ended.trial();
    running.remove(name);
    int status = ended.ending().exitStatus();
    if (status == ExitCodes.OK) {
      update(screen, name, t -> t.with(Status.FINISHED));
      return;
    }
    log.warn("trial {}: {}", name, ended.ending().sentence());
    if (status >= 128 && restarts.merge(name, 1, Integer::sum) <= MOST_RESTARTS) {
      update(screen, name, t -> t.again(ended.ending().sentence()));
    } else {
      update(screen, name, t -> t.failed(ended.ending().sentence()));
    }
  }

  private synchronized void showRows(Dashboard<ScheduleState> screen) {
    for (String name : running.keySet()) {
      List<CurveRow> rows = trials.get(name).rows();
      update(screen, name, t -> t.with(rows));
    }
  }

  private static void update(
      Dashboard<ScheduleState> screen, String name, UnaryOperator<TrialProgress> next) {
    screen.update(state -> state.with(next.apply(state.trial(name))));
  }

  /** All at once, since each takes a while to stop in order. */
  private void stopAll() {
    List<RunningTrial> all;
    synchronized (this) {
      stopping = true;
      all = new ArrayList<>(running.values());
    }
    all.forEach(RunningTrial::requestStop);
    all.forEach(RunningTrial::stop);
  }
}
