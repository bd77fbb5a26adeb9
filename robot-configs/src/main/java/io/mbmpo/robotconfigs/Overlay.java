package io.mbmpo.robotconfigs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of settings that differ from a robot's {@code robot.yaml}. It may change the simulation
 * only, which is no part of the configuration's hash: whatever else changes makes another robot.
 */
final class Overlay {
  private static final String ROBOT = "robot";
  private static final String SIMULATION = "simulation";
  private static final List<String> KEYS = List.of(ROBOT, SIMULATION);

  private Overlay() {}

  /**
   * Puts an overlay on {@code robot.yaml}; the schema has yet to be checked.
   *
   * @param robot whose it must be
   * @param yaml of the robot, changed unless there are problems
   */
  static void lay(Path file, String text, String robot, MarkedYaml yaml, Problems problems) {
    MarkedYaml overlay = new MarkedYaml(file.toString(), text, problems);
    if (!(overlay.tree() instanceof ObjectNode tree) || !yaml.tree().isObject()) {
      problems.add(overlay.place(""), "document", "no mapping", "the keys robot, simulation");
      return;
    }
    tree.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                String hint = Nearest.hint(key, KEYS);
                problems.add(
                    overlay.place("/" + key),
                    key,
                    "a key that no overlay has" + hint,
                    "the keys robot, simulation");
              }
            });
    String named = tree.path(ROBOT).asText();
    if (!named.equals(robot)) {
      problems.add(
          overlay.place("/" + ROBOT),
          ROBOT,
          tree.has(ROBOT) ? "\"" + named + "\"" : "missing",
          robot + ", the robot it is laid on");
    }
    if (!tree.path(SIMULATION).isObject()) {
      problems.add(overlay.place("/" + SIMULATION), SIMULATION, "no mapping", "settings");
    }
    tree.remove(ROBOT);
    if (problems.isEmpty()) {
      yaml.lay(overlay);
    }
  }
}
