package io.mbmpo.launch.ros;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mbmpo.launch.CommandLines;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The launch files of mbmpo_bringup, evaluated: by the launch of a sourced ROS 2, or by a stub of
 * it. Packages are where a folder pretends that they are installed; nothing is started.
 */
final class LaunchFiles {
  static final Path BRINGUP = RosWorkspace.PACKAGES.resolve("mbmpo_bringup");
  private static final Path EVALUATE = RosWorkspace.ROOT.resolve("launch/src/test/ros/evaluate.py");

  /** Stands in for ros_gz_sim: says what it was given. */
  private static final String GZ_SIM =
      """
      from launch import LaunchDescription
      from launch.actions import DeclareLaunchArgument, ExecuteProcess
      from launch.substitutions import LaunchConfiguration


      def generate_launch_description():
          return LaunchDescription(
              [
                  DeclareLaunchArgument('gz_args', default_value='', description='Of Gazebo.'),
                  ExecuteProcess(cmd=['gz_sim', LaunchConfiguration('gz_args')]),
              ]
          )
      """;

  /** How every command of ours begins. */
  static final String MBMPO = RosWorkspace.ROOT.resolve("mbmpo").toString();

  private final Path prefix;

  /** Installs, so to speak, in this folder. */
  LaunchFiles(Path prefix) throws IOException {
    this.prefix = prefix;
    Path bringup = share("mbmpo_bringup");
    for (String part : List.of("launch", "config", "rviz")) {
      copy(BRINGUP.resolve(part), bringup.resolve(part));
    }
    Files.writeString(bringup.resolve("mbmpo_root"), RosWorkspace.ROOT + "\n");
    copy(RosWorkspace.ROOT.resolve("robot-configs"), share("mbmpo_description").resolve("robots"));
    Files.writeString(
        Files.createDirectories(share("ros_gz_sim").resolve("launch")).resolve("gz_sim.launch.py"),
        GZ_SIM);
  }

  /** Text files; policies and sources among the robots are left. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from, 2)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(py|yaml|rviz|urdf)")).toList()) {
        Path copied = to.resolve(from.relativize(file));
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    }
  }

  /** With robots and worlds exported for every Gazebo, where {@code @} in an argument says so. */
  static LaunchFiles withExports(Path folder) throws IOException {
    LaunchFiles files = new LaunchFiles(Files.createDirectories(folder.resolve("prefix")));
    for (String release : List.of("fortress", "harmonic")) {
      StringWriter said = new StringWriter();
      int status =
          CommandLines.run(
              RosWorkspace.ROOT,
              said,
              "gazebo",
              "export",
              "--ros2-control",
              release,
              files.exports(release).toString());
      assertThat(status).as("%s", said).isZero();
    }
    return files;
  }

  /** What was exported for Gazebo of that name. */
  Path exports(String release) {
    return prefix.resolveSibling(release);
  }

  /** Where a package has what it installs; made and announced if it is new. */
  Path share(String name) throws IOException {
    Path index = prefix.resolve("share/ament_index/resource_index/packages");
    Files.writeString(Files.createDirectories(index).resolve(name), "");
    return Files.createDirectories(prefix.resolve("share").resolve(name));
  }

  /** What a launch file declares, and what it would start with these arguments. */
  JsonNode evaluate(String file, String... arguments) throws IOException, InterruptedException {
    return evaluate(file, List.of(arguments), Map.of());
  }

  JsonNode evaluate(String file, List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", EVALUATE.toString()));
    command.add(BRINGUP.resolve("launch").resolve(file).toString());
    String exports =
        exports(arguments.contains("gazebo:=fortress") ? "fortress" : "harmonic").toString();
    arguments.forEach(argument -> command.add(argument.replace("@", exports)));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> variables = builder.environment();
    variables.put("PYTHONDONTWRITEBYTECODE", "1");
    variables.remove("ROS_DOMAIN_ID");
    variables.remove("ROS_LOCALHOST_ONLY");
    variables.remove("ROS_DISTRO");
    before(variables, "PYTHONPATH", BRINGUP);
    before(variables, "AMENT_PREFIX_PATH", prefix);
    variables.putAll(environment);
    Path errors = Files.createTempFile(prefix, "evaluate-", ".txt");
    Process python = builder.redirectError(errors.toFile()).start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (python.waitFor() != 0) {
      throw new AssertionError(file + " " + arguments + ": " + Files.readString(errors));
    }
    return new ObjectMapper().readTree(said);
  }

  private static void before(Map<String, String> variables, String name, Path first) {
    variables.merge(name, first.toString(), (there, ours) -> ours + ":" + there);
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Everything that is or may be started, after whatever ends too. */
  static List<JsonNode> all(JsonNode found, String kind) {
    List<JsonNode> everything = new ArrayList<>();
    found.get(kind).forEach(everything::add);
    for (String starter : List.of("nodes", "processes")) {
      for (JsonNode each : found.get(starter)) {
        each.get("exits").forEach(then -> everything.addAll(all(then, kind)));
      }
    }
    return everything;
  }

  static List<List<String>> commands(JsonNode found) {
    return all(found, "processes").stream().map(process -> texts(process.get("cmd"))).toList();
  }

  static List<String> mbmpo(String... words) {
    List<String> command = new ArrayList<>(List.of(MBMPO));
    command.addAll(List.of(words));
    return command;
  }

  static List<String> started(JsonNode found) {
    return StreamSupport.stream(found.get("nodes").spliterator(), false)
        .map(node -> node.get("package").asText() + "/" + node.get("executable").asText())
        .toList();
  }

  static JsonNode node(JsonNode found, String name) {
    return StreamSupport.stream(found.get("nodes").spliterator(), false)
        .filter(node -> node.get("package").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not started"));
  }

  static JsonNode afterExit(JsonNode found, int process, int status) {
    return found.get("processes").get(process).get("exits").get(Integer.toString(status));
  }
}
