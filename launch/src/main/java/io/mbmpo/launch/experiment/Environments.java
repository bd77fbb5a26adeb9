package io.mbmpo.launch.experiment;

import io.mbmpo.robotconfigs.task.Environment;
import java.util.List;

/** The tasks that experiments may be run on. */
public interface Environments {
  /** Names of all tasks. */
  List<String> names();

  /**
   * Asks, before a trial is planned, whether tasks can be opened on this machine.
   *
   * @throws RuntimeException of the room that provides them, saying what is missing and how to get
   *     it
   */
  void requireUsable();

  /**
   * Opens a task; the caller closes it.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when there is none of this name or version
   */
  Environment open(TaskChoice choice);

  /**
   * Of everything that decides how the task moves; episodes of another hash are refused.
   *
   * @return hexadecimal, at least 16 digits
   */
  String configHash(TaskChoice choice);
}
