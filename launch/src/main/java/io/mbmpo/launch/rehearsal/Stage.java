package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.exit.LaunchException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured in a rehearsal, in the order of the table. */
public enum Stage {
  /** θ* where it was learned. */
  EMBEDDED("meta-policy, embedded simulator"),
  /** θ* in Gazebo as it is. */
  BEFORE("meta-policy, Gazebo"),
  /** θ′ after one step of Eq. 2 on Gazebo's episodes. */
  ADAPTED("after one adaptation step"),
  /** The best of a fine-tuning that began with θ*. */
  TUNED("after VPG fine-tuning"),
  /** The best of the same fine-tuning from chance. */
  SCRATCH("VPG from scratch"),
  /** θ* of MB-MPO that began with θ* and went on with Gazebo's episodes alone. */
  CONTINUED("MB-MPO from the meta-policy"),
  /** θ* of MB-MPO with Gazebo in the place of the embedded simulator. */
  LEARNED("MB-MPO from scratch");

  /** All but the long ones. */
  static final List<Stage> USUAL = List.of(EMBEDDED, BEFORE, ADAPTED, TUNED, SCRATCH);

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** In files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is asked for: the usual ones, or all. */
  public static List<Stage> of(boolean learning) {
    return learning ? List.of(values()) : USUAL;
  }

  /**
   * The stages of these names, in the table's order.
   *
   * @throws LaunchException naming those there are
   */
  public static List<Stage> named(List<String> names) {
    for (String name : names) {
      if (Arrays.stream(values()).noneMatch(stage -> stage.text().equals(name))) {
        throw LaunchException.usage(
            "--stages: there is no stage '%s'; allowed: %s"
                .formatted(
                    name,
                    Arrays.stream(values()).map(Stage::text).collect(Collectors.joining(", "))));
      }
    }
    return Arrays.stream(values()).filter(stage -> names.contains(stage.text())).toList();
  }
}
