package io.mbmpo.sim.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewards and rules, computed by hand; no simulation. */
class TasksTest {
  private static final TaskOptions FALLS_END = TaskOptions.DEFAULT.withEarlyTermination(true);

  private static Task task(String name, TaskOptions options) {
    return tasks(options).filter(t -> t.name().equals(name)).findFirst().orElseThrow().task();
  }

  record Named(String name, Task task) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Named> tasks(TaskOptions options) {
    return Stream.concat(
        Locomotion.all().stream().map(r -> new Named(r.name(), new LocomotionTask(r, options))),
        Stream.of(
            new Named("arm7", new ArmTask(options.horizon())),
            new Named("point", new PointTask(options))));
  }

  static Stream<Named> tasks() {
    return Stream.concat(tasks(TaskOptions.DEFAULT), tasks(FALLS_END));
  }

  private static float reward(Task task, float[] action, float[] next) {
    float[] elsewhere = new float[task.observationSize()];
    elsewhere[0] = 99;
    return new TaskEvaluator(task).reward(elsewhere, 0, action, 0, next, 0);
  }

  /** All actions 0.5 but the first, which is 3 and counts as 1. */
  private static float[] action(Task task) {
    float[] action = new float[task.actionSize()];
    Arrays.fill(action, 0.5f);
    action[0] = 3;
    return action;
  }

  @ParameterizedTest
  @CsvSource({
    // column of the forward velocity; r for v = 2 and Σa² = 1 + (n − 1) / 4
    "half_cheetah, 17, 6,  8, 1.775", // 2 − 0.1 · 2.25
    "ant,          27, 8, 13, 2.98625", // 2 − 0.005 · 2.75 + 1
    "hopper,       11, 3,  5, 2.9985", // 2 − 0.001 · 1.5 + 1
    "walker2d,     17, 6,  8, 2.99775", // 2 − 0.001 · 2.25 + 1
    "swimmer,       8, 2,  3, 1.999875" // 2 − 0.0001 · 1.25
  })
  void locomotionIsPaidForSpeedAndChargedForEffort(
      String name, int observationSize, int actionSize, int velocityColumn, double expected) {
    Task task = task(name, TaskOptions.DEFAULT);
    assertThat(task.observationSize()).isEqualTo(observationSize);
    assertThat(task.actionSize()).isEqualTo(actionSize);
    float[] next = new float[observationSize];
    next[velocityColumn] = 2;
    assertThat(reward(task, action(task), next)).isCloseTo((float) expected, within(1e-6f));
    next[velocityColumn] = 1e9f;
    assertThat(reward(task, action(task), next)).isEqualTo(1000);
  }

  @Test
  void theArmIsChargedForDistanceSquaredAndEffort() {
    Task task = task("arm7", TaskOptions.DEFAULT);
    float[] next = new float[17];
    next[14] = 0.3f;
    next[15] = -0.4f;
    next[16] = 1.2f;
    // 0.09 + 0.16 + 1.44 and 0.005 · 2.5
    assertThat(reward(task, action(task), next)).isCloseTo(-1.7025f, within(1e-6f));
  }

  @Test
  void thePointIsChargedForDistance() {
    Task task = task("point", TaskOptions.DEFAULT);
    assertThat(reward(task, action(task), new float[] {-0.3f, 0.4f}))
        .isCloseTo(-0.5f, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "ant,      0,  0.25, false",
    "ant,      0,  0.15, true",
    "ant,      0,  0.95, false",
    "ant,      0,  1.05, true",
    "hopper,   0,  0.75, false",
    "hopper,   0,  0.65, true",
    "hopper,   0,  9.00, false",
    "hopper,   1,  0.19, false",
    "hopper,   1,  0.21, true",
    "hopper,   1, -0.21, true",
    "hopper,   4,  99,   false",
    "hopper,  10, -101,  true",
    "walker2d, 0,  0.85, false",
    "walker2d, 0,  0.75, true",
    "walker2d, 0,  2.05, true",
    "walker2d, 1,  0.95, false",
    "walker2d, 1, -1.05, true",
    "half_cheetah, 1, 3.1, false",
    "swimmer,  0,  3.1,  false",
    "point,    0,  0.02, false"
  })
  void aFallEndsAnEpisodeOnlyWhereEarlyTerminationIsOn(
      String name, int column, float value, boolean fallen) {
    Task ends = task(name, FALLS_END);
    float[] observation = ends.observationCenter();
    observation[column] = value;
    assertThat(new TaskEvaluator(ends).terminated(observation, 0)).isEqualTo(fallen);
    assertThat(new TaskEvaluator(task(name, TaskOptions.DEFAULT)).terminated(observation, 0))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reachingTheOriginEndsThePointsEpisodeWhereEarlyTerminationIsOn(boolean on) {
    Task task = task("point", TaskOptions.DEFAULT.withEarlyTermination(on));
    float[] reached = {0.009f, -0.009f};
    assertThat(new TaskEvaluator(task).terminated(reached, 0)).isEqualTo(on);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void anObservationThatIsNotFiniteAlwaysEndsTheEpisode(Named named) {
    Task task = named.task();
    TaskEvaluator evaluator = new TaskEvaluator(task);
    for (int column = 0; column < task.observationSize(); column++) {
      for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -3e38f}) {
        float[] observation = task.observationCenter();
        observation[column] = broken;
        assertThat(evaluator.terminated(observation, 0)).as("column %d", column).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void centerAndScaleAreAsWideAsAnObservation(Named named) {
    Task task = named.task();
    assertThat(task.observationCenter()).hasSize(task.observationSize());
    assertThat(task.observationScale()).hasSize(task.observationSize());
    for (float scale : task.observationScale()) {
      assertThat(scale).isBetween(0.05f, 5f);
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> TaskOptions.DEFAULT.withHorizon(0))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("horizon must be at least 1: 0");
    assertThatThrownBy(() -> new PhysicsChange(Double.NaN, 1))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("massFactor");
    assertThatThrownBy(() -> new PhysicsChange(1, 0)).hasMessageContaining("motorStrengthFactor");
    TaskOptions heavy = TaskOptions.DEFAULT.withPhysics(new PhysicsChange(2, 1));
    assertThatThrownBy(() -> BenchmarkTasks.open("point", heavy))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("has no mass");
  }
}
