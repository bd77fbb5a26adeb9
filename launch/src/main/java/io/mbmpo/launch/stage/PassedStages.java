package io.mbmpo.launch.stage;

import io.mbmpo.controller.stage.Stage;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunYaml;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which stages a robot has passed: {@code runs/stages/<robot>.yaml}. A stage counts for the
 * configuration and the kind of command that it was passed with, and for a simulator or a robot,
 * never for the other.
 */
public final class PassedStages {
  /**
   * One stage passed; a later one of the same kind takes its place.
   *
   * @param stage its word
   * @param configHash of the robot's configuration
   * @param command kind of command, as {@code ros2.command} has it
   * @param simulated by a simulator on the wire
   * @param date UTC
   * @param revision of this program
   * @param figures what was measured, by name and unit
   */
  public record Pass(
      String stage,
      String configHash,
      String command,
      boolean simulated,
      String date,
      String revision,
      Map<String, Double> figures) {}

  /**
   * The file.
   *
   * @param robot name
   * @param passed oldest first
   */
  record Contents(String robot, List<Pass> passed) {}

  private static final String HEADING =
      "Stages that this robot has passed (docs/safety.md); written by ./mbmpo robot --stage.";
  private static final int BRIEF = 8;

  private final Path file;
  private final RobotConfig config;
  private final List<Pass> passed;

  /**
   * Reads what a robot has passed; nothing if it has no file.
   *
   * @param runs folder of all runs
   * @throws LaunchException when the file cannot be read
   */
  public PassedStages(Path runs, RobotConfig config) {
    this.config = config;
    file = runs.resolve("stages").resolve(config.name() + ".yaml");
    passed =
        new ArrayList<>(
            Files.exists(file) ? RunYaml.read(file, Contents.class).passed() : List.of());
  }

  /** Where it is written. */
  public Path file() {
    return file;
  }

  /** Whether the stage counts for this configuration, on a simulator or on a robot. */
  public boolean passed(Stage stage, boolean simulated) {
    return passed.stream().anyMatch(pass -> counts(pass, stage) && pass.simulated() == simulated);
  }

  private boolean counts(Pass pass, Stage stage) {
    return pass.stage().equals(stage.word())
        && pass.configHash().equals(config.hash())
        && pass.command().equals(config.ros2().command().text());
  }

  /**
   * Refuses a stage before anything is opened, if neither a simulator nor a robot can have passed
   * the one before.
   *
   * @throws LaunchException naming what is missing
   */
  public void refuseOutOfOrder(Stage stage) {
    if (stage.before().filter(b -> !passed(b, true) && !passed(b, false)).isPresent()) {
      throw refusal(stage.before().get(), stage, "");
    }
  }

  /**
   * Refuses a stage, if the one before has not been passed on what is on the wire.
   *
   * @param simulated a simulator is on the wire
   * @throws LaunchException naming what is missing
   */
  public void refuseOutOfOrder(Stage stage, boolean simulated) {
    if (stage.before().filter(b -> !passed(b, simulated)).isPresent()) {
      String where = simulated ? " by the simulator" : " by the robot (a simulator has)";
      throw refusal(stage.before().get(), stage, where);
    }
  }

  private LaunchException refusal(Stage missing, Stage wanted, String where) {
    Optional<Pass> other =
        passed.stream().filter(pass -> pass.stage().equals(missing.word())).findFirst();
    String why =
        other.isPresent() && !counts(other.get(), missing)
            ? "; it was with configuration %s and %s commands"
                .formatted(brief(other.get().configHash()), other.get().command())
            : "";
    return LaunchException.usage(
        "%s may not try stage %s: stage %s has not been passed%s with configuration %s and %s commands%s; first: ./mbmpo robot --stage %s --robot %s"
            .formatted(
                config.name(),
                wanted.word(),
                missing.word(),
                where,
                brief(config.hash()),
                config.ros2().command().text(),
                why,
                missing.word(),
                config.name()));
  }

  /** What a person should know who lets a robot run policies; empty if it has passed them all. */
  public Optional<String> notice() {
    return passed(Stage.WALK, false)
        ? Optional.empty()
        : Optional.of(
            "%s has not passed stage walk with this configuration; a simulator needs not, a robot should: ./mbmpo robot --stage hang --robot %s (docs/safety.md)"
                .formatted(config.name(), config.name()));
  }

  /**
   * Writes down that a stage was passed.
   *
   * @throws LaunchException when it cannot be written
   */
  public void add(Pass pass) {
    passed.removeIf(
        old ->
            old.stage().equals(pass.stage())
                && old.configHash().equals(pass.configHash())
                && old.command().equals(pass.command())
                && old.simulated() == pass.simulated());
    passed.add(pass);
    try {
      Files.createDirectories(file.getParent());
      RunYaml.write(file, new Contents(config.name(), List.copyOf(passed)), HEADING);
    } catch (IOException e) {
      throw LaunchException.environment(
          "the stage was passed, but cannot be written to " + file + ": " + e.getMessage(), e);
    }
  }

  private static String brief(String hash) {
    return hash.substring(0, Math.min(BRIEF, hash.length()));
  }
}
