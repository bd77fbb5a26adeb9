package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.gazebo.GazeboRoot;
import io.mbmpo.launch.gazebo.GazeboSetup;
import io.mbmpo.launch.setup.BenchSetup;
import io.mbmpo.launch.setup.MujocoSetup;
import io.mbmpo.launch.setup.Shell;
import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.sim.benchmark.BenchmarkTasks;
import io.mbmpo.sim.benchmark.TaskOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo setup}. */
@Command(
    name = "setup",
    description = "Install what some commands need and this machine lacks.",
    footer = {
      "",
      "Examples:",
      "  ./mbmpo setup mujoco",
      "  ./mbmpo setup gazebo",
      "  ./mbmpo setup bench"
    })
public final class SetupCommand implements Runnable {
  private final Shell shell;
  @Spec private CommandSpec spec;

  public SetupCommand(Shell shell) {
    this.shell = shell;
  }

  /** Without a part to set up: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "mujoco",
      mixinStandardHelpOptions = true,
      description = {
        "MuJoCo 2.2.2, in which the benchmark tasks are simulated.",
        "Installs the package libmujoco2.2.2 with apt-get, by sudo where you are not root, and"
            + " tries it."
      })
  int mujoco() throws InterruptedException {
    new MujocoSetup(shell, spec.commandLine().getOut(), SetupCommand::oneStep).run();
    return ExitCodes.OK;
  }

  @Command(
      name = "gazebo",
      mixinStandardHelpOptions = true,
      description = {
        "Gazebo 11, in which the robot is simulated behind the ROS 2 wire.",
        "Where it is not installed, a Debian system with it is made in a folder of your cache (3"
            + " GB, a few minutes, as root), kept and used again. A stopped setup goes on where it"
            + " was."
      })
  int gazebo(
      @Option(names = "--remove", description = "Take that system away again.") boolean remove,
      @Option(
              names = "--mirror",
              paramLabel = "URL",
              description = "Mirror of Debian to take it from (default: the one apt here uses).")
          String mirror)
      throws InterruptedException {
    GazeboSetup setup =
        new GazeboSetup(
                shell,
                spec.commandLine().getOut(),
                GazeboRoot.cache(),
                Path.of("/etc/apt"),
                GazeboSetup::freeBytes)
            .from(mirror);
    if (remove) {
      setup.remove();
    } else {
      setup.run();
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      description = {
        "cyclictest and stress-ng, beside which ./mbmpo bench controller measures.",
        "Installs the packages rt-tests and stress-ng with apt-get, by sudo where you are not root."
      })
  int bench() throws InterruptedException {
    new BenchSetup(shell, spec.commandLine().getOut()).run();
    return ExitCodes.OK;
  }

  private static void oneStep() {
    try (Environment cheetah = BenchmarkTasks.open("half_cheetah", TaskOptions.DEFAULT)) {
      float[] observation = new float[cheetah.task().observationSize()];
      cheetah.reset(1, observation);
      if (!cheetah.step(new float[cheetah.task().actionSize()], observation)) {
        throw new IllegalStateException("half_cheetah diverged in its first step");
      }
    }
  }
}
