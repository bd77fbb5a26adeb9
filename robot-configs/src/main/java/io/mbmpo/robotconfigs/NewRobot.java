package io.mbmpo.robotconfigs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the folder of a robot that there is only a URDF of. */
public final class NewRobot {
  private NewRobot() {}

  /**
   * Writes {@code NAME/robot.yaml}, a draft to be checked by a person, and a copy of the URDF
   * beside it. Nothing is written where the URDF cannot be used, and nothing is ever written over.
   * Whether the robot loads is for {@link RobotConfigLoader#load} to say.
   *
   * @param robots folder of robots, made if it is missing
   * @param name of the robot and its folder
   * @param urdf any URDF file
   * @return the robot's folder
   * @throws RobotConfigException naming every problem with the URDF, or why nothing can be written
   */
  public static Path create(Path robots, String name, Path urdf) {
    String cannot = "cannot make robot " + name + ":";
    RobotConfigLoader.checkName(name, "name", cannot);
    Path folder = robots.resolve(name);
    Problems problems = new Problems();
    String source = RobotConfigLoader.read(urdf, cannot);
    Urdf model = UrdfReader.read(urdf.toString(), source, problems);
    problems.throwIfAny(cannot);
    new ModelChecks(model, problems).run();
    problems.throwIfAny(cannot);
    String urdfFile = name + ".urdf";
    String draft = RobotDraft.of(name, model, urdfFile, problems);
    problems.throwIfAny(cannot);
    try {
      Files.createDirectories(robots);
      Files.createDirectory(folder);
      Files.writeString(folder.resolve(urdfFile), source);
      Files.writeString(folder.resolve(RobotConfigLoader.FILE), draft);
    } catch (FileAlreadyExistsException e) {
      throw new RobotConfigException(
          cannot, List.of(folder + " is there already; move it away, or choose another name"));
    } catch (IOException e) {
      throw new RobotConfigException(cannot, List.of(folder + ": cannot be written (" + e + ")"));
    }
    return folder;
  }
}
