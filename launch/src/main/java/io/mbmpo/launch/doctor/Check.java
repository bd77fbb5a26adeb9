package io.mbmpo.launch.doctor;

/** Looks at one thing; pure. */
@FunctionalInterface
interface Check {
  Verdict judge(Evidence heard);
}
