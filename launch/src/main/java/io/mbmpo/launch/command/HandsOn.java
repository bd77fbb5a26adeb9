package io.mbmpo.launch.command;

import io.mbmpo.launch.role.SimulatorRole;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;

/** Moves joints of a simulated robot that a person types the names of. */
final class HandsOn {
  private HandsOn() {}

  /** Reads standard input on a thread of its own, until its end. */
  static void start(RobotConfig config, SimulatorRole simulator, PrintWriter out) {
    List<String> joints = config.joints().stream().map(JointConfig::name).toList();
    Thread reading =
        new Thread(
            () -> {
              Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
              while (lines.hasNextLine()) {
                String name = lines.nextLine().strip();
                if (joints.contains(name)) {
                  simulator.move(joints.indexOf(name));
                } else {
                  out.println("no joint \"" + name + "\"; there are " + String.join(", ", joints));
                }
              }
            },
            "hands");
    reading.setDaemon(true);
    reading.start();
  }
}
