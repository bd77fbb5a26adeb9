package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.process.ChildProcess;
import io.mbmpo.launch.screen.Dashboard;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialScheduleTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final List<String> started = new ArrayList<>();
  private final Map<String, Deque<Integer>> statuses = new HashMap<>();
  private Consumer<Pretended> onStart = Pretended::end;
  private int running;
  private int mostRunning;

  /** A trial that ends when told to, with the status that the test has put down for it. */
  private final class Pretended implements RunningTrial {
    private final TrialFolder trial;
    private final CompletableFuture<ChildProcess.Ending> ending = new CompletableFuture<>();

    Pretended(TrialFolder trial) {
      this.trial = trial;
      started.add(trial.plan().trial());
      running++;
      mostRunning = Math.max(mostRunning, running);
    }

    void end() {
      Deque<Integer> next = statuses.get(trial.plan().trial());
      int status = next == null || next.isEmpty() ? 0 : next.removeFirst();
      running--;
      ending.complete(
          new ChildProcess.Ending(
              "experiment", status, status == 0 ? "" : "it broke", Path.of("x")));
    }

    @Override
    public CompletableFuture<ChildProcess.Ending> onEnd() {
      return ending;
    }

    @Override
    public void requestStop() {}

    @Override
    public void stop() {}
  }

  private TrialFolder trial(String name, String start) {
    TrialPlan plan = Toys.plan(name, 1, 5, 0);
    return Toys.prepare(
        folder,
        new TrialPlan(
            name,
            plan.line(),
            plan.task(),
            plan.method(),
            plan.seed(),
            start,
            plan.learner(),
            0,
            plan.evaluationEpisodes()));
  }

  private int run(int jobs, TrialFolder... trials) throws InterruptedException {
    TrialSchedule schedule =
        new TrialSchedule(
            List.of(trials),
            trial -> {
              Pretended pretended = new Pretended(trial);
              onStart.accept(pretended);
              return pretended;
            },
            jobs);
    try (Dashboard<ScheduleState> screen =
        Dashboard.plain(schedule.begin("test"), () -> 0, new PrintWriter(out, true))) {
      return schedule.run(screen, () -> {});
    }
  }

  @Test
  void allTrialsAreRunInOrderAndFinishedOnesAreNot() throws InterruptedException {
    TrialFolder done = trial("b", "");
    done.finish();
    assertThat(run(1, trial("a", ""), done, trial("c", ""))).isZero();
    assertThat(started).containsExactly("a", "c");
    assertThat(out.toString()).contains("a finished", "c finished");
  }

  @Test
  void soManyRunAtATime() throws InterruptedException {
    Deque<Pretended> waiting = new ArrayDeque<>();
    onStart =
        trial -> {
          waiting.add(trial);
          if (waiting.size() == 2) {
            waiting.removeFirst().end();
            waiting.removeFirst().end();
          }
        };
    assertThat(run(2, trial("a", ""), trial("b", ""), trial("c", ""), trial("d", ""))).isZero();
    assertThat(mostRunning).isEqualTo(2);
    assertThat(started).hasSize(4);
  }

  @Test
  void aTrialThatFailsIsReportedAndTheOthersGoOn() throws InterruptedException {
    statuses.put("a", new ArrayDeque<>(List.of(3)));
    assertThat(run(1, trial("a", ""), trial("b", ""))).isEqualTo(1);
    assertThat(started).containsExactly("a", "b");
    assertThat(out.toString())
        .contains("! a: experiment ended with status 3: it broke", "b finished");
  }

  @Test
  void aTrialKilledByASignalIsStartedAgainAFewTimes() throws InterruptedException {
    statuses.put("a", new ArrayDeque<>(List.of(137, 139)));
    assertThat(run(1, trial("a", ""))).isZero();
    assertThat(started).containsExactly("a", "a", "a");
    started.clear();
    statuses.put("b", new ArrayDeque<>(List.of(137, 137, 137, 137, 137)));
    assertThat(run(1, trial("b", ""))).isEqualTo(1);
    assertThat(started).hasSize(4);
    assertThat(out.toString()).contains("! b: experiment was killed by signal 9", "b failed");
  }

  @Test
  void aTrialThatStartsFromAnotherWaitsForItAndFailsWithIt() throws InterruptedException {
    assertThat(run(2, trial("child", "parent"), trial("parent", ""))).isZero();
    assertThat(started).containsExactly("parent", "child");
    started.clear();
    statuses.put("bad", new ArrayDeque<>(List.of(1)));
    assertThat(run(2, trial("orphan", "bad"), trial("bad", ""), trial("other", ""))).isEqualTo(1);
    assertThat(started).containsExactlyInAnyOrder("bad", "other");
    assertThat(out.toString()).contains("! orphan: its start, bad, failed");
  }

  @Test
  void aTrialThatCannotBeStartedIsAFailureOfItsOwn() throws InterruptedException {
    onStart =
        trial -> {
          if (trial.trial.plan().trial().equals("a")) {
            running--;
            throw LaunchException.environment("no more processes");
          }
          trial.end();
        };
    assertThat(run(1, trial("a", ""), trial("b", ""))).isEqualTo(1);
    assertThat(out.toString()).contains("! a: no more processes", "b finished");
  }
}
