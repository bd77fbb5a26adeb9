package io.mbmpo.controller.rcl;

import io.mbmpo.controller.wire.TopicNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A node's command line, as {@code ros2 run} and launch files write it: {@code --ros-args} and what
 * follows. rcljava gives remaps to rcl but knows nothing of parameters, so those are read here.
 */
public final class NodeArguments {
  private static final String ROS_ARGS = "--ros-args";
  private static final String END = "--";
  private static final String ASSIGN = ":=";

  private final List<String> forRcl = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final List<Path> parameterFiles = new ArrayList<>();
  private final List<String[]> rules = new ArrayList<>();
  private String node;
  private String namespace;

  private NodeArguments(String node, String namespace) {
    this.node = node;
    this.namespace = namespace;
  }

  /**
   * Reads a command line.
   *
   * @param node name unless {@code __node:=} says another
   * @param namespace unless {@code __ns:=} says another; may be empty
   * @throws IllegalArgumentException when something is not understood, saying what
   */
  public static NodeArguments parse(String node, String namespace, List<String> line) {
    NodeArguments arguments = new NodeArguments(node, namespace);
    boolean ros = false;
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (!ros && word.equals(ROS_ARGS)) {
        ros = true;
      } else if (ros && word.equals(END)) {
        ros = false;
      } else if (ros && !word.equals(ROS_ARGS)) {
        i = arguments.option(line, i);
      } else if (!ros) {
        throw new IllegalArgumentException(
            "\"%s\" is not understood; settings are given as %s -p NAME:=VALUE"
                .formatted(word, ROS_ARGS));
      }
    }
    return arguments;
  }

  /** Reads the option here; where it ends is returned. */
  private int option(List<String> line, int at) {
    String option = line.get(at);
    switch (option) {
      case "-p", "--param" -> {
        String[] pair = pair(option, value(line, at));
        parameters.put(pair[0], scalar(pair[0], pair[1]));
        return at + 1;
      }
      case "--params-file" -> {
        parameterFiles.add(Path.of(value(line, at)));
        return at + 1;
      }
      case "-r", "--remap" -> {
        remap(pair(option, value(line, at)));
        forRcl.add(option);
        forRcl.add(line.get(at + 1));
        return at + 1;
      }
      default -> {
        forRcl.add(option); // rcl knows more options than are of interest here
        return at;
      }
    }
  }

  private static String value(List<String> line, int at) {
    if (at + 1 >= line.size()) {
      throw new IllegalArgumentException(line.get(at) + " is not followed by anything");
    }
    return line.get(at + 1);
  }

  private static String[] pair(String option, String text) {
    int place = text.indexOf(ASSIGN);
    if (place <= 0) {
      throw new IllegalArgumentException(
          "%s is followed by \"%s\"; wanted: NAME%sVALUE".formatted(option, text, ASSIGN));
    }
    return new String[] {text.substring(0, place), text.substring(place + ASSIGN.length())};
  }

  private static Object scalar(String name, String text) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw new IllegalArgumentException(
          "parameter %s is \"%s\", which is no YAML".formatted(name, text), e);
    }
  }

  private void remap(String[] rule) {
    switch (rule[0]) {
      case "__node", "__name" -> node = rule[1];
      case "__ns" -> namespace = rule[1].equals("/") ? "" : rule[1];
      default -> rules.add(rule);
    }
  }

  /** What rcl is to be told: everything but parameters. */
  public List<String> forRcl() {
    List<String> words = new ArrayList<>();
    if (!forRcl.isEmpty()) {
      words.add(ROS_ARGS);
      words.addAll(forRcl);
    }
    return words;
  }

  /** The node's name. */
  public String node() {
    return node;
  }

  /** The node's namespace; may be empty. */
  public String namespace() {
    return namespace;
  }

  /** The node's whole name. */
  public String fullName() {
    String slashed = namespace.isEmpty() || namespace.startsWith("/") ? namespace : "/" + namespace;
    return slashed + "/" + node;
  }

  /** Parameters of the command line, by name. */
  public Map<String, Object> parameters() {
    return parameters;
  }

  /** Parameter files, the last one wins. */
  public List<Path> parameterFiles() {
    return parameterFiles;
  }

  /**
   * Whole names of topics, as rcl will make them of ours.
   *
   * @throws IllegalArgumentException when a remap is none, saying which
   */
  public TopicNames topicNames() {
    Map<String, String> remaps = new LinkedHashMap<>();
    for (String[] rule : rules) {
      int colon = rule[0].indexOf(':');
      if (colon < 0) {
        remaps.put(rule[0], rule[1]);
      } else if (rule[0].substring(0, colon).equals(node)) {
        remaps.put(rule[0].substring(colon + 1), rule[1]);
      }
    }
    return new TopicNames(namespace, remaps);
  }
}
