package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

  /** A task that ends after a number of turns, and notes when two workers have it at once. */
  private static final class Task {
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final int turns;
    private int taken;
    private boolean shared;

    Task(int turns) {
      this.turns = turns;
    }

    boolean advance() {
      shared |= !underWay.compareAndSet(false, true);
      taken++;
      underWay.set(false);
      return taken < turns;
    }
  }

  @Test
  void everyTaskTakesItsTurnsUntilItEndsOneWorkerAtATime() {
    List<Task> tasks = IntStream.rangeClosed(1, 50).mapToObj(Task::new).toList();
    try (Workers workers = new Workers(3)) {
      workers.takeTurns(tasks, Task::advance);
    }
    assertThat(tasks).allMatch(task -> task.taken == task.turns && !task.shared);
  }

  @Test
  void oneWorkerAdvancesTheTasksInTurn() {
    List<String> log = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      workers.takeTurns(
          List.of("a", "b"),
          task -> {
            log.add(task);
            return log.size() < 5;
          });
    }
    assertThat(log).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void allWorkersHaveATaskAtOnce() {
    CyclicBarrier together = new CyclicBarrier(2);
    try (Workers workers = new Workers(2)) {
      workers.takeTurns(
          List.of(0, 1),
          task -> {
            try {
              together.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new AssertionError("the other task was not under way", e);
            }
            return false;
          });
    }
  }

  @Test
  void aTaskThatFailsEndsTheOthersTurns() {
    AtomicBoolean failed = new AtomicBoolean();
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(
              () ->
                  workers.takeTurns(
                      List.of(0, 1, 2),
                      task -> {
                        if (task == 2) {
                          failed.set(true);
                          throw new IllegalStateException("task 2");
                        }
                        return true; // would go on for ever
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 2");
    }
    assertThat(failed).isTrue();
  }
}
