package io.mbmpo.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands in the help, by what a person wants to do. */
final class CommandGroups {
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("Learn", List.of("demo", "finetune", "experiment"));
    GROUPS.put(
        "Look",
        List.of(
            "doctor",
            "evaluate",
            "runs",
            "plot",
            "check",
            "replay",
            "identify",
            "robots",
            "failsafe",
            "bench"));
    GROUPS.put("Set up", List.of("setup", "keys"));
    GROUPS.put(
        "One process each (demo starts them for you)",
        List.of("robot", "sim", "operator", "gazebo", "learn", "broker"));
  }

  private static final String REST = "More";

  private CommandGroups() {}

  /** All commands, grouped; those of no group come last. */
  static String list(CommandLine line) {
    Map<String, CommandLine> left = new LinkedHashMap<>(line.getSubcommands());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach((title, names) -> group(text, title, names, left));
    group(text, REST, List.copyOf(left.keySet()), left);
    return text.toString();
  }

  private static void group(
      StringBuilder text, String title, List<String> names, Map<String, CommandLine> left) {
    List<String> present = names.stream().filter(left::containsKey).toList();
    if (present.isEmpty()) {
      return;
    }
    text.append(String.format("%n%s:%n", title));
    for (String name : present) {
      String[] description = left.remove(name).getCommandSpec().usageMessage().description();
      text.append(
          String.format("  %-10s %s%n", name, description.length == 0 ? "" : description[0]));
    }
  }
}
