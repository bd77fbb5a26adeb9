package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.mujoco.MujocoModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The benchmark tasks by name. */
public final class BenchmarkTasks {
  private static final Map<String, Function<TaskOptions, Environment>> OPENERS =
      new LinkedHashMap<>();

  static {
    for (Locomotion robot : Locomotion.all()) {
      OPENERS.put(robot.name(), options -> locomotion(robot, options));
    }
    OPENERS.put("arm7", BenchmarkTasks::arm);
    OPENERS.put("point", PointEnvironment::new);
  }

  private BenchmarkTasks() {}

  /** Names of all tasks. */
  public static List<String> names() {
    return List.copyOf(OPENERS.keySet());
  }

  /**
   * Opens a task; the caller closes it.
   *
   * @throws TaskRefusedException when there is no task of that name; the message lists them
   * @throws io.mbmpo.sim.mujoco.MujocoUnavailableException when it needs MuJoCo and there is none
   */
  public static Environment open(String name, TaskOptions options) {
    Function<TaskOptions, Environment> opener = OPENERS.get(name);
    if (opener == null) {
      throw new TaskRefusedException(
          "no benchmark task \"" + name + "\"; there are: " + String.join(", ", names()));
    }
    return opener.apply(options);
  }

  /**
   * What is to be learned in half-cheetah, without MuJoCo: for measuring a learner at that size.
   */
  public static Task halfCheetah() {
    return new LocomotionTask(Locomotion.all().get(0), TaskOptions.DEFAULT);
  }

  private static Environment locomotion(Locomotion robot, TaskOptions options) {
    return new MujocoEnvironment(
        new LocomotionTask(robot, options),
        MujocoModel.fromResource(BenchmarkTasks.class, robot.name() + ".xml"),
        robot.episode(options.setting()),
        robot,
        options.physics());
  }

  private static Environment arm(TaskOptions options) {
    return new MujocoEnvironment(
        new ArmTask(options.horizon()),
        MujocoModel.fromResource(BenchmarkTasks.class, "arm7.xml"),
        Arm.EPISODE,
        new Arm(),
        options.physics());
  }
}
