package io.mbmpo.controller.wire;

import java.util.HashMap;
import java.util.Map;

/** From a topic's name in a configuration to its name on the wire: namespace, remaps, prefix. */
public final class TopicNames {
  private static final String ABSOLUTE = "(/[A-Za-z_][A-Za-z0-9_]*)+";
  private static final String ROS_PREFIX = "rt";

  private final String namespace;
  private final Map<String, String> remaps = new HashMap<>();

  /**
   * @param namespace put before names that do not begin with a slash; may be empty
   * @param remaps from name to name, each as a person would write it
   * @throws IllegalArgumentException when one is no name, saying which
   */
  public TopicNames(String namespace, Map<String, String> remaps) {
    String slashed = namespace.isEmpty() || namespace.startsWith("/") ? namespace : "/" + namespace;
    this.namespace = slashed;
    if (!slashed.isEmpty()) {
      checked(slashed, namespace);
    }
    remaps.forEach((from, to) -> this.remaps.put(absolute(from), absolute(to)));
  }

  /** The whole ROS name, e.g. {@code /go1/joint_states}. */
  public String ros(String name) {
    String absolute = absolute(name);
    return remaps.getOrDefault(absolute, absolute);
  }

  /** The name that DDS knows, e.g. {@code rt/go1/joint_states}. */
  public String dds(String name) {
    return ROS_PREFIX + ros(name);
  }

  private String absolute(String name) {
    return checked(name.startsWith("/") ? name : namespace + "/" + name, name);
  }

  private static String checked(String absolute, String name) {
    if (!absolute.matches(ABSOLUTE)) {
      throw new IllegalArgumentException(
          "\"%s\" is no ROS name: words of letters, digits and _ with slashes between, no word begins with a digit"
              .formatted(name));
    }
    return absolute;
  }
}
