package io.mbmpo.controller.safety;

import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The failsafe table: condition × mode → what is done. Immutable. */
public final class FailsafeTable {
  /**
   * The table. A cell is a severity; {@code S@t} applies after the condition has lasted t seconds
   * (or {@code step}: one policy step and a tick); {@code M>S@t} applies M until then.
   *
   * <p>A fall ends an episode as data, not as a fault: tilt and height clear by themselves, and in
   * RUN they act only after the task's own rule, checked at each policy step, had its chance. What
   * would harm the robot again if it just tried again needs the operator. A hold in RUN is not
   * allowed: it would record actions that were not done.
   */
  private static final String TABLE =
      """
      condition            | idle    | stand up         | stand            | run          | clears
      EMERGENCY_STOP       | ESTOP   | ESTOP            | ESTOP            | ESTOP        | operator
      INTERNAL_ERROR       | DAMPING | DAMPING          | DAMPING          | DAMPING      | operator
      NON_FINITE_SENSOR    | BLOCK   | DAMPING          | DAMPING          | DAMPING      | operator
      JOINT_STATE_STALE    | BLOCK   | DAMPING          | DAMPING          | DAMPING      | itself
      IMU_STALE            | BLOCK   | DAMPING          | DAMPING          | DAMPING      | itself
      ODOMETRY_STALE       | BLOCK   | HOLD>DAMPING@0.5 | HOLD>DAMPING@0.5 | DAMPING      | itself
      TILT                 | NONE    | DAMPING@step     | DAMPING@step     | DAMPING@step | itself
      HEIGHT               | NONE    | NONE             | DAMPING@step     | DAMPING@step | itself
      STAND_UP_FAILED      | NONE    | DAMPING          | NONE             | NONE         | itself
      JOINT_POSITION_LIMIT | NONE    | DAMPING@0.02     | DAMPING@0.02     | DAMPING@0.02 | itself
      JOINT_VELOCITY_LIMIT | NONE    | DAMPING@0.02     | DAMPING@0.02     | DAMPING@0.02 | itself
      JOINT_EFFORT_LIMIT   | NONE    | DAMPING@0.1      | DAMPING@0.1      | DAMPING@0.1  | itself
      TICK_OVERRUN         | INFO    | DAMPING          | DAMPING          | DAMPING      | itself
      SPOOL_FULL           | BLOCK   | INFO             | INFO             | INFO         | itself
      CONFIG_MISMATCH      | INFO    | INFO             | INFO             | INFO         | itself
      SNAPSHOT_REJECTED    | INFO    | INFO             | INFO             | INFO         | itself
      COMMAND_SATURATION   | NONE    | INFO@0.5         | INFO@0.5         | INFO@0.5     | itself
      LINK_LOST            | INFO    | INFO             | INFO             | INFO         | itself
      RECORDER_STOPPED     | INFO    | INFO             | INFO             | INFO         | itself
      """;

  /** What a condition does in one mode: {@code severity} after {@code delayNanos}. */
  record Cell(Severity meanwhile, Severity severity, long delayNanos) {}

  private static final Mode[] MODES = Mode.values();

  private final Map<Condition, Map<Mode, Cell>> cells = new EnumMap<>(Condition.class);
  private final Set<Condition> latched = EnumSet.noneOf(Condition.class);

  private FailsafeTable(String table, double stepS) {
    for (String line : table.lines().skip(1).toList()) {
      String[] columns = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
      if (columns.length != 6) {
        throw new IllegalArgumentException("failsafe table: six columns wanted in: " + line);
      }
      Condition condition = Condition.valueOf(columns[0]);
      Map<Mode, Cell> row = new EnumMap<>(Mode.class);
      for (Mode mode : MODES) {
        row.put(mode, cell(columns[column(mode)], stepS));
      }
      Cell run = row.get(Mode.RUN);
      if (run.meanwhile == Severity.HOLD || run.severity == Severity.HOLD) {
        throw new IllegalArgumentException("failsafe table: no hold in RUN: " + line);
      }
      cells.put(condition, row);
      if (columns[5].equals("operator")) {
        latched.add(condition);
      }
    }
    for (Condition condition : Condition.values()) {
      if (!cells.containsKey(condition)) {
        throw new IllegalArgumentException("failsafe table: no row for " + condition);
      }
    }
  }

  /** The table of a robot. */
  public static FailsafeTable of(RobotConfig config) {
    return new FailsafeTable(
        TABLE, config.control().policyPeriodS() + 1.0 / config.control().tickRateHz());
  }

  /** For tests: another table, in the same form. */
  static FailsafeTable parse(String table, double stepS) {
    return new FailsafeTable(table, stepS);
  }

  /** What a condition does in a mode in the end, once its delay has passed. */
  public Severity severity(Condition condition, Mode mode) {
    return cell(condition, mode).severity;
  }

  /**
   * Whether only the operator's clear ends what the condition did, after the condition's end.
   * Real-time safe.
   */
  public boolean latched(Condition condition) {
    return latched.contains(condition);
  }

  /** Real-time safe. */
  Cell cell(Condition condition, Mode mode) {
    return cells.get(condition).get(mode);
  }

  /** The table for people, as Markdown. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder(4096);
    text.append("| condition | when |");
    for (Mode mode : MODES) {
      text.append(' ').append(mode).append(" |");
    }
    text.append(" cleared by |\n|---|---|").append("---|".repeat(MODES.length + 1)).append('\n');
    for (Condition condition : Condition.values()) {
      text.append("| ").append(condition.title()).append(" | ").append(condition.meaning());
      text.append(" |");
      for (Mode mode : MODES) {
        text.append(' ').append(words(cell(condition, mode))).append(" |");
      }
      text.append(latched(condition) ? " operator |\n" : " itself |\n");
    }
    return text.toString();
  }

  private static String words(Cell cell) {
    String then = cell.meanwhile == Severity.NONE ? "" : cell.meanwhile.word() + ", then ";
    return cell.delayNanos == 0
        ? cell.severity.word()
        : String.format(
            Locale.ROOT,
            "%s%s after %d ms",
            then,
            cell.severity.word(),
            Math.round(cell.delayNanos / 1e6));
  }

  private static int column(Mode mode) {
    return switch (mode) {
      case OFF, DAMPING, ESTOP -> 1;
      case STAND_UP -> 2;
      case STAND -> 3;
      case RUN, RECOVER -> 4;
    };
  }

  private static Cell cell(String text, double stepS) {
    int greater = text.indexOf('>');
    int at = text.indexOf('@');
    Severity meanwhile = greater < 0 ? Severity.NONE : Severity.valueOf(text.substring(0, greater));
    Severity severity = Severity.valueOf(text.substring(greater + 1, at < 0 ? text.length() : at));
    String delay = at < 0 ? "0" : text.substring(at + 1);
    double delayS = delay.equals("step") ? stepS : Double.parseDouble(delay);
    return new Cell(meanwhile, severity, Math.round(delayS * 1e9));
  }
}
