package io.mbmpo.launch.experiment;

import com.google.common.hash.Hashing;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.sim.benchmark.BenchmarkTasks;
import io.mbmpo.sim.mujoco.MujocoUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The benchmark tasks of the paper, simulated by MuJoCo. */
public final class BenchmarkEnvironments implements Environments {
  @Override
  public List<String> names() {
    return BenchmarkTasks.names();
  }

  @Override
  public Environment open(TaskChoice choice) {
    try {
      return BenchmarkTasks.open(choice.name(), choice.options());
    } catch (MujocoUnavailableException e) {
      throw LaunchException.environment(e.getMessage(), e);
    }
  }

  @Override
  public String configHash(TaskChoice choice) {
    return Hashing.sha256().hashString(choice.toString(), StandardCharsets.UTF_8).toString();
  }
}
