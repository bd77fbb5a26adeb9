package io.mbmpo.sim.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import io.mbmpo.sim.mujoco.MujocoHere;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkTasksTest {
  @BeforeEach
  void needsMujoco() {
    MujocoHere.assume();
  }

  static List<String> names() {
    return BenchmarkTasks.names();
  }

  private static Environment open(String name) {
    return BenchmarkTasks.open(name, TaskOptions.DEFAULT);
  }

  @Test
  void theTasksOfThePaperAreThere() {
    assertThat(names())
        .containsExactly("half_cheetah", "ant", "hopper", "walker2d", "swimmer", "arm7", "point");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> open("cheetah"))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("\"cheetah\"")
        .hasMessageContaining("half_cheetah, ant");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameSeedGivesTheSameBitsTwice(String name) {
    try (Environment one = open(name);
        Environment other = open(name)) {
      float[][] expected = episode(one, 7);
      assertThat(episode(other, 7)).isDeepEqualTo(expected);
      assertThat(episode(one, 8)).isNotEqualTo(expected);
      assertThat(episode(one, 7)).isDeepEqualTo(expected);
    }
  }

  @Test
  void tasksOnSeveralThreadsDoNotDisturbEachOther() {
    List<float[][]> alone = LongStream.range(0, 8).mapToObj(this::antEpisode).toList();
    List<float[][]> together =
        LongStream.range(0, 8).parallel().mapToObj(this::antEpisode).toList();
    for (int seed = 0; seed < 8; seed++) {
      assertThat(together.get(seed)).isDeepEqualTo(alone.get(seed));
    }
  }

  private float[][] antEpisode(long seed) {
    try (Environment ant = open("ant")) {
      return episode(ant, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void anActionIsClippedAndOneWithANanIsRefusedUntilTheNextReset(String name) {
    try (Environment environment = open(name)) {
      int width = environment.task().observationSize();
      float[] limit = new float[environment.task().actionSize()];
      Arrays.fill(limit, -1);
      float[] beyond = new float[limit.length];
      Arrays.fill(beyond, Float.NEGATIVE_INFINITY);
      float[] broken = limit.clone();
      broken[limit.length - 1] = Float.NaN;
      float[] atLimit = new float[width];
      float[] next = new float[width];

      environment.reset(1, next);
      assertThat(environment.step(limit, atLimit)).isTrue();
      environment.reset(1, next);
      assertThat(environment.step(beyond, next)).isTrue();
      assertThat(next).isEqualTo(atLimit);
      assertThat(environment.step(broken, next)).isFalse();
      assertThat(environment.step(limit, next)).isFalse();
      assertThat(next).isEqualTo(atLimit);
      environment.reset(1, next);
      assertThat(environment.step(limit, next)).isTrue();
      assertThat(next).isEqualTo(atLimit);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void anEpisodeBeginsCloseToTheCenterWithoutAFallAndStaysFinite(String name) {
    TaskOptions fallsEnd = TaskOptions.DEFAULT.withEarlyTermination(true);
    for (Setting setting : Setting.values()) {
      try (Environment environment = BenchmarkTasks.open(name, fallsEnd.withSetting(setting))) {
        Task task = environment.task();
        float[] first = new float[task.observationSize()];
        for (long seed = 0; seed < 20; seed++) {
          environment.reset(seed, first);
          assertThat(new TaskEvaluator(task).terminated(first, 0)).isFalse();
          for (int i = 0; i < first.length; i++) {
            float scaled = (first[i] - task.observationCenter()[i]) * task.observationScale()[i];
            assertThat(Math.abs(scaled)).isLessThan(1.5f);
          }
        }
      }
    }
  }

  /** Changes of position are what the velocities say: the columns are where they should be. */
  @ParameterizedTest
  @CsvSource({"half_cheetah, 8, 1", "hopper, 5, 1", "walker2d, 8, 1", "swimmer, 3, 2"})
  void positionsChangeByTheVelocitiesObserved(String name, int positions, int hidden) {
    try (Environment environment =
        BenchmarkTasks.open(name, TaskOptions.DEFAULT.withSetting(Setting.PAPER_CODE))) {
      float[] s = new float[environment.task().observationSize()];
      float[] next = s.clone();
      environment.reset(3, s);
      assertThat(environment.step(new float[environment.task().actionSize()], next)).isTrue();
      for (int i = 0; i < positions; i++) {
        int velocity = positions + hidden + i;
        double moved = (next[i] - s[i]) / environment.policyPeriodS();
        double low = Math.min(s[velocity], next[velocity]) - 0.02;
        double high = Math.max(s[velocity], next[velocity]) + 0.02;
        assertThat(moved).as("column %d", i).isBetween(low, high);
      }
    }
  }

  @Test
  void theArmSeesTheWayFromItsTipToTheGoal() {
    try (Environment arm = open("arm7")) {
      float[] first = new float[17];
      arm.reset(1, first);
      double[] tip = armTip(first);
      double[] goal = {0.5, 0.5, 0.8};
      for (int i = 0; i < 3; i++) {
        assertThat((double) first[14 + i]).isCloseTo(goal[i] - tip[i], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void otherPhysicsGiveOtherMotion(String name) {
    float[][] nominal;
    try (Environment environment = open(name)) {
      nominal = episode(environment, 7);
    }
    double mass = name.equals("point") ? 1 : 1.2;
    for (PhysicsChange change : List.of(new PhysicsChange(mass, 0.8), new PhysicsChange(1, 0.8))) {
      TaskOptions options = TaskOptions.DEFAULT.withPhysics(change);
      try (Environment environment = BenchmarkTasks.open(name, options)) {
        float[][] changed = episode(environment, 7);
        assertThat(changed[0]).isEqualTo(nominal[0]);
        assertThat(changed[1]).isNotEqualTo(nominal[1]);
      }
    }
  }

  @Test
  void aSimulationThatDivergesEndsTheEpisodeAndTheNextOneIsAsIfNothingHadHappened() {
    TaskOptions violent = TaskOptions.DEFAULT.withPhysics(new PhysicsChange(1, 1e14));
    try (Environment environment = BenchmarkTasks.open("half_cheetah", violent)) {
      float[] next = new float[17];
      float[] calm = new float[6];
      float[] full = {1, 1, 1, 1, 1, 1};
      environment.reset(1, next);
      environment.step(calm, next);
      float[] expected = next.clone();

      environment.reset(1, next);
      assertThat(environment.step(full, next)).isFalse();
      assertThat(environment.step(calm, next)).isFalse();
      environment.reset(1, next);
      assertThat(environment.step(calm, next)).isTrue();
      assertThat(next).isEqualTo(expected);
    }
  }

  @Test
  void aClosedTaskIsRefusedInsteadOfCrashing() {
    Environment environment = open("half_cheetah");
    float[] next = new float[17];
    environment.reset(1, next);
    environment.close();
    environment.close();
    assertThat(environment.step(new float[6], next)).isFalse();
    assertThatThrownBy(() -> environment.reset(1, next)).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void timePerActionIsThePublishedOne(Setting setting) {
    boolean gym = setting == Setting.GYM;
    ObjDoubleConsumer<String> check =
        (name, period) -> {
          TaskOptions options = TaskOptions.DEFAULT.withSetting(setting);
          try (Environment environment = BenchmarkTasks.open(name, options)) {
            assertThat(environment.policyPeriodS()).as(name).isCloseTo(period, within(1e-12));
          }
        };
    check.accept("half_cheetah", gym ? 0.05 : 0.01);
    check.accept("ant", gym ? 0.05 : 0.02);
    check.accept("hopper", gym ? 0.008 : 0.02);
    check.accept("walker2d", gym ? 0.008 : 0.02);
    check.accept("swimmer", gym ? 0.04 : 0.01);
    check.accept("arm7", 0.05);
    check.accept("point", 0.1);
  }

  private static float[][] episode(Environment environment, long seed) {
    Random random = new Random(seed);
    float[][] observations = new float[101][environment.task().observationSize()];
    environment.reset(seed, observations[0]);
    float[] action = new float[environment.task().actionSize()];
    for (int t = 1; t < observations.length; t++) {
      for (int i = 0; i < action.length; i++) {
        action[i] = 3 * random.nextFloat() - 1.5f;
      }
      assertThat(environment.step(action, observations[t])).isTrue();
    }
    return observations;
  }

  /** Where the tip is, from the joint angles: a chain of turns and links, written a second time. */
  private static double[] armTip(float[] q) {
    double[] p = {0.115, 0, 0}; // from the wrist
    p = pitch(roll(p, q[6]), q[5]);
    p[0] += 0.321;
    p = pitch(roll(p, q[4]), q[3]);
    p[0] += 0.4;
    p = pitch(roll(p, q[2]), q[1]);
    p[0] += 0.1;
    p = yaw(p, q[0]);
    return new double[] {p[0] - 0.05, p[1] + 0.188, p[2] + 0.79};
  }

  private static double[] roll(double[] p, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {p[0], c * p[1] - s * p[2], s * p[1] + c * p[2]};
  }

  private static double[] pitch(double[] p, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {c * p[0] + s * p[2], p[1], -s * p[0] + c * p[2]};
  }

  private static double[] yaw(double[] p, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]};
  }
}
