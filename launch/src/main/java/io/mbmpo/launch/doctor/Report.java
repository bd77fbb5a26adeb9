package io.mbmpo.launch.doctor;

import java.io.PrintWriter;
import java.util.List;

/** Verdicts for people, a line each, and the sum of them. */
public final class Report {
  private int faults;
  private int warnings;
  private int sound;
  private int unknown;

  /** Prints them. */
  public void print(List<Verdict> verdicts, PrintWriter out) {
    for (Verdict verdict : verdicts) {
      out.println(verdict.line());
      switch (verdict.level()) {
        case OK -> sound++;
        case NOTE -> unknown++;
        case WARN -> warnings++;
        case FAULT -> faults++;
      }
    }
    out.flush();
  }

  /** Whether something must be mended before torque. */
  public boolean faulty() {
    return faults > 0;
  }

  /** The last line. */
  public String sum() {
    String counts =
        Verdict.text(
            "%d sound, %d not told, %d warnings, %d faults", sound, unknown, warnings, faults);
    return faults > 0
        ? counts + ": no torque before the faults are mended, the first one first"
        : counts + ": nothing found against the first step (docs/safety.md)";
  }
}
