package io.mbmpo.controller.faults;

import java.util.Locale;

/** Ways in which a sensor fails, after PX4's failure injection. */
enum Fault {
  OFF("nothing arrives any more"),
  STUCK("the last values over and over, with new stamps"),
  GARBAGE("NaN, infinities and absurdly large numbers"),
  WRONG("sane numbers that are false"),
  SLOW("far too seldom"),
  DELAYED("everything, but far too late"),
  INTERMITTENT("in turns nothing and everything");

  final String meaning;

  Fault(String meaning) {
    this.meaning = meaning;
  }

  /** As a row of the table. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
