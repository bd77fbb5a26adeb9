package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Turns real episodes into what imagined ones are: {@link Rollouts}, through the same {@link
 * Judgement}. Only episodes in which the policy explored have a gradient; the others are left out.
 * Used by one thread at a time.
 */
public final class RealRollouts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RealRollouts.class);

  /** Spread of the returns, relative to their size, below which only rounding tells them apart. */
  private static final double ROUNDING = 1e-6;

  private final int horizon;
  private final int episodes;
  private final Task task;
  private final PolicyShape shape;
  private final Graph graph = new Graph();
  private final Session session;
  private final Operand<TFloat32> theta;
  private final Operand<TFloat32> observations;
  private final Operand<TFloat32> actions;
  private final Operand<TFloat32> next;
  private final Operand<TFloat32> recorded;
  private final List<Operand<TFloat32>> outputs;

  /**
   * @param episodes most episodes that are judged together
   */
  public RealRollouts(Task task, LearnerSettings settings, Device device, int episodes) {
    this.task = task;
    this.horizon = settings.real().horizon();
    this.episodes = episodes;
    this.shape = PolicyShape.of(task, settings.meta());
    Ops tf = device.ops(graph);
    theta = placeholder(tf, shape.parameterCount());
    long samples = (long) horizon * episodes;
    observations = placeholder(tf, samples, task.observationSize());
    actions = placeholder(tf, samples, task.actionSize());
    next = placeholder(tf, samples, task.observationSize());
    recorded = placeholder(tf, samples, 1);
    List<Operand<TFloat32>> parts = shape.split(tf, theta);
    outputs =
        new Judgement(tf, task, settings.meta(), true, horizon, episodes)
            .of(
                GaussianPolicy.logStd(parts),
                observations,
                actions,
                new GaussianPolicy(tf, task).mean(parts, observations),
                next,
                recorded);
    session = device.session(graph);
  }

  private static Operand<TFloat32> placeholder(Ops tf, long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  /**
   * Judges the episodes in which the policy explored.
   *
   * @param theta parameters of the policy that acted
   * @return the judged episodes, to be closed; empty, with the reason in the log, when nothing can
   *     be learned from them: no finite step, or all returns are equal
   * @throws IllegalArgumentException for episodes of other sizes or longer or more than there is
   *     room for
   */
  public Optional<Rollouts> of(float[] theta, List<Episode> all) {
    shape.check(theta);
    List<Episode> explored =
        all.stream().filter(e -> e.exploration() == Exploration.GAUSSIAN).toList();
    Recording recording = new Recording();
    for (int i = 0; i < explored.size(); i++) {
      recording.add(i, explored.get(i));
    }
    if (recording.steps == 0) {
      log.warn("nothing to learn from: {} episodes without a finite step", explored.size());
      return Optional.empty();
    }
    Rollouts rollouts = judge(theta, recording);
    double[] returns = Arrays.copyOf(rollouts.returns(), explored.size());
    double high = Arrays.stream(returns).max().orElseThrow();
    double low = Arrays.stream(returns).min().orElseThrow();
    if (explored.size() > 1 && high - low <= ROUNDING * Math.max(Math.abs(high), Math.abs(low))) {
      log.warn("nothing to learn from: all {} episodes have the return {}", returns.length, high);
      rollouts.close();
      return Optional.empty();
    }
    return Optional.of(rollouts);
  }

  private Rollouts judge(float[] values, Recording recording) {
    try (TFloat32 parameters = NativeFloats.vector(values);
        TFloat32 s = NativeFloats.matrix(recording.observations, task.observationSize());
        TFloat32 a = NativeFloats.matrix(recording.actions, task.actionSize());
        TFloat32 following = NativeFloats.matrix(recording.next, task.observationSize());
        TFloat32 mask = NativeFloats.matrix(recording.recorded, 1)) {
      Session.Runner runner =
          session
              .runner()
              .feed(theta, parameters)
              .feed(observations, s)
              .feed(actions, a)
              .feed(next, following)
              .feed(recorded, mask);
      outputs.forEach(runner::fetch);
      return Rollouts.all(runner.run(), 1).get(0);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** Episodes side by side, step by step, zeros where there is nothing. */
  private final class Recording {
    final float[] observations = new float[horizon * episodes * task.observationSize()];
    final float[] actions = new float[horizon * episodes * task.actionSize()];
    final float[] next = new float[horizon * episodes * task.observationSize()];
    final float[] recorded = new float[horizon * episodes];
    int steps;

    /** Takes in an episode up to its first value that is not finite. */
    void add(int place, Episode episode) {
      int s = task.observationSize();
      int a = task.actionSize();
      if (episode.observationSize() != s
          || episode.actionSize() != a
          || episode.length() > horizon
          || place >= episodes) {
        throw new IllegalArgumentException(
            "episode %s has %d steps of %d observations and %d actions; there is room for %d episodes of %d steps of %d and %d"
                .formatted(
                    episode.episodeId(),
                    episode.length(),
                    episode.observationSize(),
                    episode.actionSize(),
                    episodes,
                    horizon,
                    s,
                    a));
      }
      for (int t = 0; t < episode.length(); t++) {
        if (!finite(episode.observations(), t * s, (t + 2) * s)
            || !finite(episode.actions(), t * a, (t + 1) * a)) {
          log.warn("episode {} is not finite from step {} on", episode.episodeId(), t);
          return;
        }
        int row = t * episodes + place;
        System.arraycopy(episode.observations(), t * s, observations, row * s, s);
        System.arraycopy(episode.actions(), t * a, actions, row * a, a);
        System.arraycopy(episode.observations(), (t + 1) * s, next, row * s, s);
        recorded[row] = 1;
        steps++;
      }
    }

    private static boolean finite(float[] values, int from, int to) {
      for (int i = from; i < to; i++) {
        if (!Float.isFinite(values[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
