package io.mbmpo.launch.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys of a folder as a table for people. Dates are UTC. */
public final class KeyTable {
  private static final long SOON_DAYS = 30;
  private static final String ROW = "%-24s %-10s %-12s %9s   %-16s %s";

  private KeyTable() {}

  /**
   * The table, line by line.
   *
   * @param typed the folder as a person would type it
   */
  public static List<String> lines(KeyFolder keys, String typed, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Keys in %s; the authority counts until %s, %d more days"
            .formatted(typed, day(keys.authorityUntil()), days(now, keys.authorityUntil())));
    lines.add("");
    lines.add(row("certificate of", "standing", "until", "days left", "serial", ""));
    for (KeyRecord record : keys.certificates()) {
      lines.add(
          row(
              record.name(),
              standing(record, now),
              day(record.until()),
              record.counts(now) ? Long.toString(days(now, record.until())) : "-",
              record.serial(),
              remark(record, now)));
    }
    lines.add("");
    lines.add(row("signing key", "standing", "", "", "moves robot", ""));
    for (SigningRecord record : keys.signing().all()) {
      lines.add(
          row(
              record.id(),
              record.standing().name().toLowerCase(Locale.ROOT),
              "",
              "",
              record.robot(),
              record.standing() == SigningRecord.Standing.FORMER
                  ? "still trusted; ./mbmpo keys revoke " + record.id()
                  : ""));
    }
    lines.add("");
    lines.add("Signing keys have no last day; now and then: ./mbmpo keys rotate ROBOT");
    return lines;
  }

  private static String standing(KeyRecord record, Instant now) {
    if (record.revoked() != null) {
      return "revoked";
    }
    return record.counts(now) ? "counts" : "expired";
  }

  private static String remark(KeyRecord record, Instant now) {
    if (record.revoked() != null) {
      return "on " + day(record.revoked());
    }
    String hosts = record.hosts().isEmpty() ? "" : "for " + String.join(", ", record.hosts());
    boolean soon = record.counts(now) && days(now, record.until()) < SOON_DAYS;
    return soon ? (hosts + "  make another in time").strip() : hosts;
  }

  private static String row(
      String name, String standing, String until, String days, String serial, String remark) {
    return ROW.formatted(name, standing, until, days, serial, remark).stripTrailing();
  }

  private static long days(Instant now, Instant until) {
    // The day that has begun counts.
    return Math.max(0, Duration.between(now, until).plusDays(1).minusNanos(1).toDays());
  }

  private static String day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
  }
}
