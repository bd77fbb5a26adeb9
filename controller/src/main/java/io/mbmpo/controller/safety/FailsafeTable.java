package io.mbmpo.controller.safety;

import io.mbmpo.robotconfigs.RobotConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The failsafe table: condition × mode → what is done. It is the resource {@code failsafe.table},
 * which also says how to read it. Immutable.
 */
public final class FailsafeTable {
  private static final String FILE = "failsafe.table";

  /** What a condition does in one mode: {@code severity} after {@code delayNanos}. */
  record Cell(Severity meanwhile, Severity severity, long delayNanos) {}

  private static final Mode[] MODES = Mode.values();
  private static final int COLUMNS = 7;

  private final Map<Condition, Map<Mode, Cell>> cells = new EnumMap<>(Condition.class);
  private final Set<Condition> latched = EnumSet.noneOf(Condition.class);

  private FailsafeTable(String table, double stepS) {
    List<String> rows =
        table.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).skip(1).toList();
    for (String line : rows) {
      String[] columns = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
      if (columns.length != COLUMNS) {
        throw new IllegalArgumentException(
            "failsafe table: " + COLUMNS + " columns wanted in: " + line);
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
      if (columns[COLUMNS - 1].equals("operator")) {
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
        read(), config.control().policyPeriodS() + 1.0 / config.control().tickRateHz());
  }

  private static String read() {
    try (InputStream in = FailsafeTable.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + FILE, e);
    }
  }

  /** For tests: another table, in the same form. */
  static FailsafeTable parse(String table, double stepS) {
    return new FailsafeTable(table, stepS);
  }

  /** What a condition does in a mode in the end, once its delay has passed. */
  public Severity severity(Condition condition, Mode mode) {
    return cell(condition, mode).severity;
  }

  /** What it does until then; {@link Severity#NONE} when nothing. */
  public Severity meanwhile(Condition condition, Mode mode) {
    return cell(condition, mode).meanwhile;
  }

  /** That delay, s. */
  public double delayS(Condition condition, Mode mode) {
    return 1e-9 * cell(condition, mode).delayNanos;
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
      case RECOVER -> 2;
      case STAND_UP -> 3;
      case STAND -> 4;
      case RUN -> 5;
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
