package io.mbmpo.launch.command;

import io.mbmpo.controller.stage.Stage;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A stage of a robot's first steps, instead of a run. */
final class StageOptions {
  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = {
        "First steps of a robot on the ROS 2 wire, without a learner: hang, stand, crouch, walk, in"
            + " this order, each only after the one before (docs/safety.md).",
        "excite, after hang: the robot hangs, its legs are moved in turn, for ./mbmpo identify."
      })
  private Stage stage;

  @Option(
      names = "--dry-run",
      description = "With --stage: live sensors; commands are recorded, none is sent.")
  private boolean dry;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      description = "With --stage: the robot (default: the run's, or go1).")
  private String robot;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "With --stage walk: signed policy snapshot (default: the run's, or the pretrained one).")
  private Path policy;

  /** The stage; null for a run. */
  Stage stage() {
    if (stage == null && (dry || robot != null || policy != null)) {
      throw LaunchException.usage("--dry-run, --robot and --policy go with --stage");
    }
    return stage;
  }

  boolean dry() {
    return dry;
  }

  /**
   * The robot.
   *
   * @param run folder of a run, or null
   */
  RobotConfig config(Place place, Path run) {
    String name =
        robot != null ? robot : run == null ? "go1" : RunFolder.open(run).description().robot();
    return RobotOption.config(place, name);
  }

  /**
   * What walks; null in the other stages.
   *
   * @param run folder of a run, or null
   */
  SignedPolicy policy(Place place, Path run, RobotConfig config) {
    if (stage != Stage.WALK) {
      return null;
    }
    Path pretrained =
        RobotConfigLoader.find(place.robots(), config.name())
            .resolve("pretrained")
            .resolve("policy.snapshot");
    Path file = policy != null ? policy : run != null ? RunFolder.open(run).policy() : pretrained;
    return SignedPolicy.load(file, null, config, new WalkTask(config));
  }
}
