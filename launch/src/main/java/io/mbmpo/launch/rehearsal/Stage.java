package io.mbmpo.launch.rehearsal;

import java.util.List;
import java.util.Locale;

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
  /** θ* of MB-MPO with Gazebo in the place of the embedded simulator. */
  LEARNED("MB-MPO from scratch");

  /** All but the long one. */
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
}
