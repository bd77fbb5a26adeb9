package io.mbmpo.launch.doctor;

import io.mbmpo.launch.keys.End;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.tls.TransportKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** The robot's certificate counts, and it trusts somebody's policies. */
final class KeysCheck implements Supplier<Verdict> {
  private static final String WHAT = "keys";
  private static final Duration SOON = Duration.ofDays(30);

  private final Path folder;
  private final String robot;
  private final Clock clock;

  /**
   * @param keys as {@code ./mbmpo keys} makes it; null where there are none
   */
  KeysCheck(Path keys, String robot, Clock clock) {
    folder = keys == null ? null : keys.resolve(End.ROBOT.identity(robot));
    this.robot = robot;
    this.clock = clock;
  }

  @Override
  public Verdict get() {
    if (folder == null) {
      return Verdict.note(
          WHAT, "none: a learner on another machine needs some (./mbmpo keys, docs/security.md)");
    }
    String again = "./mbmpo keys robot " + robot + " makes another, where the authority is";
    try {
      TransportKeys transport = TransportKeys.load(folder, clock);
      if (transport.revoked()) {
        return Verdict.fault(
            WHAT, "the certificate of " + transport.identity() + " was revoked", again);
      }
      int trusted = TrustedKeys.load(folder.resolve(SigningKey.TRUSTED_FOLDER)).ids().size();
      Duration left = Duration.between(clock.instant(), transport.expiry());
      String figure =
          Verdict.text(
              "%s counts %d more days, %d signing keys trusted",
              transport.identity(), left.toDays(), trusted);
      return left.compareTo(SOON) < 0
          ? Verdict.warn(WHAT, figure, again)
          : Verdict.ok(WHAT, figure);
    } catch (LinkException e) {
      return Verdict.fault(
          WHAT, e.getMessage(), Files.isDirectory(folder) ? "docs/security.md" : again);
    }
  }
}
