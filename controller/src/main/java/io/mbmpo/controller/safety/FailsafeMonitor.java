package io.mbmpo.controller.safety;

import java.util.Arrays;

/**
 * Runs the failsafe table: waits out delays, latches, lets the operator clear, and tells the most
 * severe of all. Control thread only; allocates nothing.
 */
public final class FailsafeMonitor {
  private static final long NEVER = Long.MIN_VALUE;

  private final FailsafeTable table;
  private final Condition[] conditions = Condition.values();
  private final long[] since = new long[conditions.length];
  private final Severity[] latched = new Severity[conditions.length];
  private final boolean[] delayed = new boolean[conditions.length];

  /** Bits of the conditions that have lasted for a while or are latched. */
  private long remembered;

  private Severity severity = Severity.NONE;
  private Condition cause;

  public FailsafeMonitor(FailsafeTable table) {
    this.table = table;
    Arrays.fill(since, NEVER);
    Arrays.fill(latched, Severity.NONE);
    for (int i = 0; i < delayed.length; i++) {
      for (Mode mode : Mode.values()) {
        delayed[i] |= table.cell(conditions[i], mode).delayNanos() > 0;
      }
    }
  }

  /**
   * One tick.
   *
   * @param holding bits of the conditions that hold now
   * @param clear the operator asks, in this tick, to clear what is latched
   */
  public void update(long nowNanos, Mode mode, long holding, boolean clear) {
    severity = Severity.NONE;
    cause = null;
    // As a rule nothing holds and nothing is remembered: the tick has nothing to go through.
    for (long bits = holding | remembered; bits != 0; bits &= bits - 1) {
      int i = Long.numberOfTrailingZeros(bits);
      Severity now = Severity.NONE;
      FailsafeTable.Cell cell = table.cell(conditions[i], mode);
      boolean holds = (holding & conditions[i].bit()) != 0;
      if (holds && cell.severity() != Severity.NONE) {
        if (since[i] == NEVER) {
          since[i] = nowNanos;
        }
        boolean due = nowNanos - since[i] >= cell.delayNanos();
        now = due ? cell.severity() : cell.meanwhile();
        if (due
            && table.latched(conditions[i])
            && now.atLeast(Severity.DAMPING)
            && now.atLeast(latched[i])) {
          latched[i] = now;
        }
      } else {
        since[i] = NEVER;
      }
      if (clear && !holds) {
        latched[i] = Severity.NONE;
      }
      boolean past = since[i] != NEVER || latched[i] != Severity.NONE;
      remembered = past ? remembered | conditions[i].bit() : remembered & ~conditions[i].bit();
      if (!now.atLeast(latched[i])) {
        now = latched[i];
      }
      if (now != Severity.NONE && (cause == null || !severity.atLeast(now))) {
        severity = now;
        cause = conditions[i];
      }
    }
  }

  /** Nothing is latched, and no condition lasts whose delay counts: the past does not matter. */
  public boolean quiet() {
    for (int i = 0; i < since.length; i++) {
      if (latched[i] != Severity.NONE || (delayed[i] && since[i] != NEVER)) {
        return false;
      }
    }
    return true;
  }

  /** The most severe that applies now. */
  public Severity severity() {
    return severity;
  }

  /** What it comes from; null when nothing applies. */
  public Condition cause() {
    return cause;
  }
}
