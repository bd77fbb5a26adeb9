package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Imagined and real transitions are judged alike: one task, two arithmetics. */
class WalkTaskInTensorsTest {
  private static final int ROWS = 2_000;

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void rewardAndTerminationAgreeOnRandomTransitions(String robot) {
    Task task =
        new WalkTask(
            RobotConfigLoader.load(
                Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs").resolve(robot)));
    Random random = new Random(4);
    int s = task.observationSize();
    int a = task.actionSize();
    float[] states = observations(task, random);
    float[] nexts = observations(task, random);
    float[] actions = new float[ROWS * a];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = (float) random.nextGaussian();
    }
    TaskEvaluator evaluator = new TaskEvaluator(task);
    int falls = 0;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TensorArithmetic math = new TensorArithmetic(tf);
      Operand<TFloat32> state = tf.placeholder(TFloat32.class);
      Operand<TFloat32> action = tf.placeholder(TFloat32.class);
      Operand<TFloat32> next = tf.placeholder(TFloat32.class);
      Operand<TFloat32> reward = task.reward(math, state, action, next);
      Operand<TFloat32> terminated = task.terminated(math, next);
      try (Session session = Device.CPU.optimizingSession(graph);
          TFloat32 stateRows = NativeFloats.matrix(states, s);
          TFloat32 actionRows = NativeFloats.matrix(actions, a);
          TFloat32 nextRows = NativeFloats.matrix(nexts, s);
          Result result =
              session
                  .runner()
                  .feed(state, stateRows)
                  .feed(action, actionRows)
                  .feed(next, nextRows)
                  .fetch(reward)
                  .fetch(terminated)
                  .run()) {
        float[] rewards = NativeFloats.values(result.get(0));
        float[] ends = NativeFloats.values(result.get(1));
        for (int i = 0; i < ROWS; i++) {
          float expected = evaluator.reward(states, i * s, actions, i * a, nexts, i * s);
          assertThat(rewards[i])
              .isCloseTo(expected, within(1e-4f * Math.max(1, Math.abs(expected))));
          assertThat(ends[i] > 0.5f).isEqualTo(evaluator.terminated(nexts, i * s));
          falls += ends[i] > 0.5f ? 1 : 0;
        }
      }
    }
    assertThat(falls).as("both outcomes occur").isBetween(ROWS / 100, ROWS * 99 / 100);
  }

  private static float[] observations(Task task, Random random) {
    int s = task.observationSize();
    float[] rows = new float[ROWS * s];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          task.observationCenter()[i % s]
              + task.observationScale()[i % s] * (float) random.nextGaussian();
    }
    return rows;
  }
}
