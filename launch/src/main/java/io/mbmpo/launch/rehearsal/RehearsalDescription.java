package io.mbmpo.launch.rehearsal;

import java.util.List;

/**
 * Contents of {@code rehearsal.yaml}, settled when the rehearsal first started.
 *
 * @param settings what decides its figures
 * @param startEpochSecond wall-clock second of the first start; base of snapshot versions
 * @param started the same for people, UTC
 * @param revision git revision of the code
 * @param commandLine arguments of the first start
 */
public record RehearsalDescription(
    RehearsalSettings settings,
    long startEpochSecond,
    String started,
    String revision,
    List<String> commandLine) {
  public RehearsalDescription {
    commandLine = List.copyOf(commandLine);
  }
}
