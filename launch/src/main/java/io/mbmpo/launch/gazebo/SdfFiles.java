package io.mbmpo.launch.gazebo;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.gazebo.GazeboRelease;
import io.mbmpo.sim.gazebo.Ground;
import io.mbmpo.sim.gazebo.Ros2ControlWriter;
import io.mbmpo.sim.gazebo.SdfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A robot and its grounds as files in one folder, for a Gazebo of one's own. */
public final class SdfFiles {
  private final RobotConfig config;
  private final Path folder;

  /**
   * Nothing is written yet.
   *
   * @param folder made if it is missing; files of the same names are replaced
   */
  public SdfFiles(RobotConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  /** Robot without drives and sensors, grounds without robot; for any Gazebo. */
  public void write() {
    SdfWriter writer = new SdfWriter(config);
    try {
      model(writer.model(), writer.modelConfig());
      worlds(writer::emptyWorld);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /**
   * Robot with sensors and a controller manager, in every world, and its URDF with what
   * ros2_control wants.
   *
   * @param urdf the robot's URDF
   * @param controllers the controllers' YAML file
   */
  public void write(GazeboRelease release, Path urdf, Path controllers) {
    Path absolute = controllers.toAbsolutePath().normalize();
    if (!Files.isReadable(absolute)) {
      throw LaunchException.usage(
          "no controllers for %s: cannot read %s; name the file with --controllers"
              .formatted(config.name(), absolute));
    }
    Ros2ControlWriter writer = new Ros2ControlWriter(config, release, absolute);
    try {
      model(writer.model(), writer.modelConfig());
      worlds(writer::world);
      Path description = Files.createDirectories(folder.resolve("urdf"));
      Files.writeString(
          description.resolve(config.name() + ".urdf"), writer.urdf(Files.readString(urdf)));
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private void model(String sdf, String about) throws IOException {
    Path model = Files.createDirectories(folder.resolve("models").resolve(config.name()));
    Files.writeString(model.resolve("model.sdf"), sdf);
    Files.writeString(model.resolve("model.config"), about);
  }

  private void worlds(Function<Ground, String> world) throws IOException {
    Path worlds = Files.createDirectories(folder.resolve("worlds"));
    for (Ground each : Ground.values()) {
      Files.writeString(worlds.resolve(each.text() + ".sdf"), world.apply(each));
    }
  }

  private LaunchException refused(IOException e) {
    return LaunchException.environment("cannot write in " + folder + ": " + e, e);
  }
}
