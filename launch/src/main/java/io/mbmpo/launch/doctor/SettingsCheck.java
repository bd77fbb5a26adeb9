package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.function.Supplier;

/** The configuration, which the loader has checked, suits a robot that can hurt somebody. */
final class SettingsCheck implements Supplier<Verdict> {
  private static final String WHAT = "configuration";
  private static final int HASH_TOLD = 12;

  private final RobotConfig config;

  SettingsCheck(RobotConfig config) {
    this.config = config;
  }

  @Override
  public Verdict get() {
    String figure =
        Verdict.text(
            "%s: %d joints, %d Hz, hash %s",
            config.name(),
            config.jointCount(),
            config.control().tickRateHz(),
            config.hash().substring(0, HASH_TOLD));
    return config.onboard().operator().deadman() == OperatorConfig.Deadman.ALWAYS
        ? Verdict.ok(WHAT, figure)
        : Verdict.note(WHAT, figure + "; for hardware set onboard.operator.deadman: always");
  }
}
