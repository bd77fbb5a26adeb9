package io.mbmpo.launch.experiment;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Other environments, until the power is cut: then every step fails. */
record FaultyEnvironments(Environments others, BooleanSupplier cut) implements Environments {
  @Override
  public List<String> names() {
    return others.names();
  }

  @Override
  public String configHash(TaskChoice choice) {
    return others.configHash(choice);
  }

  @Override
  public Environment open(TaskChoice choice) {
    Environment environment = others.open(choice);
    return new Environment() {
      @Override
      public Task task() {
        return environment.task();
      }

      @Override
      public double policyPeriodS() {
        return environment.policyPeriodS();
      }

      @Override
      public void reset(long seed, float[] first) {
        environment.reset(seed, first);
      }

      @Override
      public boolean step(float[] action, float[] next) {
        if (cut.getAsBoolean()) {
          throw new IllegalStateException("power cut");
        }
        return environment.step(action, next);
      }

      @Override
      public void close() {
        environment.close();
      }
    };
  }
}
