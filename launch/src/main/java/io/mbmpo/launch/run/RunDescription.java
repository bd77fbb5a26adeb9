package io.mbmpo.launch.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run is, settled when it first starts and never changed: the contents of {@code run.yaml}.
 *
 * @param run name, also that of its folder and of the run on the wire
 * @param robot robot's name
 * @param seed seed of every random stream
 * @param startEpochSecond wall-clock second of the first start; base of snapshot versions
 * @param started the same for people, UTC
 * @param revision git revision of the code, with {@code -dirty} when it was changed
 * @param jdk version of the JDK
 * @param commandLine arguments of the first start
 * @param settings every setting, resolved, by group
 */
public record RunDescription(
    String run,
    String robot,
    long seed,
    long startEpochSecond,
    String started,
    String revision,
    String jdk,
    List<String> commandLine,
    Map<String, Map<String, Object>> settings) {
  public RunDescription {
    commandLine = List.copyOf(commandLine);
    settings = new LinkedHashMap<>(settings);
  }

  /**
   * Describes a run about to start.
   *
   * @param settings records of settings by group, e.g. {@code learner}
   */
  static RunDescription of(
      String run,
      String robot,
      long seed,
      Instant now,
      String revision,
      List<String> commandLine,
      Map<String, ? extends Record> settings) {
    Map<String, Map<String, Object>> plain = new LinkedHashMap<>();
    settings.forEach((group, values) -> plain.put(group, RunYaml.plain(values)));
    return new RunDescription(
        run,
        robot,
        seed,
        now.getEpochSecond(),
        Instant.ofEpochSecond(now.getEpochSecond()).toString(),
        revision,
        Runtime.version().toString(),
        commandLine,
        plain);
  }

  /**
   * A group of settings as the record it was made from.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when the run has no such group or it does not fit
   */
  public <T extends Record> T settings(String group, Class<T> type) {
    return RunYaml.typed(run, group, settings.get(group), type);
  }
}
