package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the go1's folder in which tests change single places. */
final class EditedRobot {
  private final Path folder;
  private String lastPlace;

  EditedRobot(Path temporary) {
    folder = temporary.resolve("go1");
    try {
      Files.createDirectory(folder);
      for (String file : List.of("robot.yaml", "go1.urdf")) {
        Files.copy(Robots.ROOT.resolve("go1").resolve(file), folder.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the first occurrence and remembers the line of the last line put in its place. */
  EditedRobot with(String file, String old, String replacement) {
    try {
      String text = Files.readString(folder.resolve(file));
      int at = text.indexOf(old);
      assertThat(at).as("'%s' in %s", old, file).isNotNegative();
      Files.writeString(
          folder.resolve(file),
          text.substring(0, at) + replacement + text.substring(at + old.length()));
      long line = (text.substring(0, at) + replacement).lines().count();
      lastPlace = folder.resolve(file) + ":" + line + ": ";
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EditedRobot yaml(String old, String replacement) {
    return with("robot.yaml", old, replacement);
  }

  EditedRobot urdf(String old, String replacement) {
    return with("go1.urdf", old, replacement);
  }

  Path folder() {
    return folder;
  }

  RobotConfig load() {
    return RobotConfigLoader.load(folder);
  }

  /** What {@link #load} complains of. */
  List<String> problems() {
    RobotConfigException refused = catchThrowableOfType(RobotConfigException.class, this::load);
    assertThat(refused).as("robot is refused").isNotNull();
    assertThat(refused).hasMessageStartingWith("robot go1 is refused:\n");
    return refused.problems();
  }

  /** The only problem is this one, in the line edited last. */
  void isRefusedThereWith(String problem) {
    assertThat(problems()).containsExactly(lastPlace + problem);
  }

  /** The only problem is this one, in that line of that file. */
  void isRefusedAt(String file, int line, String problem) {
    assertThat(problems()).containsExactly(folder.resolve(file) + ":" + line + ": " + problem);
  }
}
