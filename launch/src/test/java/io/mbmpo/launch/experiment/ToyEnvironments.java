package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three tasks in the plane without any simulator: x′ = x + 0.1·clip(a), r = −|x′|², over where a
 * coordinate exceeds 1.2 if early termination is on. "fragile" diverges where x passes 0.5,
 * "broken" in every step.
 */
public final class ToyEnvironments implements Environments {
  static final double LIMIT = 1.2;
  static final double BREAKS_AT = 0.5;

  /** Episodes begun in all environments opened from here. */
  final AtomicInteger resets = new AtomicInteger();

  /** Environments that are open. */
  final AtomicInteger open = new AtomicInteger();

  @Override
  public List<String> names() {
    return List.of("toy", "fragile", "broken");
  }

  @Override
  public Environment open(TaskChoice choice) {
    if (!names().contains(choice.name())) {
      throw LaunchException.usage("no task " + choice.name());
    }
    open.incrementAndGet();
    return new Plane(choice);
  }

  @Override
  public String configHash(TaskChoice choice) {
    return "hash " + choice.toString().hashCode();
  }

  private final class Plane implements Environment {
    private final TaskChoice choice;
    private final PlaneTask task;
    private final float[] place = new float[2];

    Plane(TaskChoice choice) {
      this.choice = choice;
      this.task = new PlaneTask(choice);
    }

    @Override
    public Task task() {
      return task;
    }

    @Override
    public double policyPeriodS() {
      return 0.1;
    }

    @Override
    public void reset(long seed, float[] first) {
      resets.incrementAndGet();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 2; i++) {
        place[i] = (float) (0.8 * (random.nextDouble() - 0.5));
        first[i] = place[i];
      }
    }

    @Override
    public boolean step(float[] action, float[] next) {
      double reach = 0.1 * choice.options().physics().motorStrengthFactor();
      for (int i = 0; i < 2; i++) {
        place[i] += (float) (reach * Math.min(Math.max(action[i], -1), 1));
        next[i] = place[i];
      }
      return switch (choice.name()) {
        case "fragile" -> place[0] <= BREAKS_AT;
        case "broken" -> false;
        default -> true;
      };
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private record PlaneTask(TaskChoice choice) implements Task {
    @Override
    public int observationSize() {
      return 2;
    }

    @Override
    public int actionSize() {
      return 2;
    }

    @Override
    public int horizon() {
      return choice.options().horizon();
    }

    @Override
    public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
      return math.times(math.sum(math.square(next)), -1);
    }

    @Override
    public <V> V terminated(Arithmetic<V> math, V next) {
      V inside = math.below(math.abs(next), LIMIT);
      V both = math.times(math.slice(inside, 0, 1), math.slice(inside, 1, 2));
      V over = math.plus(math.times(both, -1), 1);
      return choice.options().earlyTermination() ? over : math.times(over, 0);
    }

    @Override
    public float[] observationCenter() {
      return new float[2];
    }

    @Override
    public float[] observationScale() {
      return new float[] {1, 1};
    }
  }
}
