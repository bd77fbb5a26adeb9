package io.mbmpo.launch.experiment;

import io.mbmpo.robotconfigs.task.Environment;
import java.util.List;

/** The tasks that experiments may be run on. */
public interface Environments {
  /** Names of all tasks. */
  List<String> names();

  /**
   * Opens a task; the caller closes it.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when something that it needs is missing on this
   *     machine; there being none of this name is the refusal of the room that has them
   */
  Environment open(TaskChoice choice);

  /** Of everything that decides how the task moves; episodes of another hash are refused. */
  String configHash(TaskChoice choice);
}
