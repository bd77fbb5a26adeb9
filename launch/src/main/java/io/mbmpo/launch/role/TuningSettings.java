package io.mbmpo.launch.role;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunDescription;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a fine-tuning makes its policy better; kept in {@code run.yaml} under {@code finetuning}.
 * Runs without it are made better by VPG.
 *
 * @param method as {@link Method#text}
 */
public record TuningSettings(String method) {
  /** Where these settings stand in a run's. */
  public static final String GROUP = "finetuning";

  /** What the policy is made better by. */
  public enum Method {
    /** Vanilla policy gradient on real episodes: keeps the best, stops by itself. */
    VPG,
    /** MB-MPO: models of the robot as it is now, and the policy meta-learned on in them. */
    MB_MPO;

    /** The name people type. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The method of that name.
     *
     * @param where what to name in the refusal
     * @throws LaunchException naming those there are
     */
    public static Method of(String where, String text) {
      return Arrays.stream(values())
          .filter(method -> method.text().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  LaunchException.usage(
                      "%s is '%s'; allowed: %s"
                          .formatted(
                              where,
                              text,
                              Arrays.stream(values())
                                  .map(Method::text)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  public static TuningSettings of(Method method) {
    return new TuningSettings(method.text());
  }

  /**
   * The run's method.
   *
   * @throws LaunchException when the run names one that there is not
   */
  public static Method method(RunDescription run) {
    return run.settings().containsKey(GROUP)
        ? Method.of(
            "finetuning.method of run " + run.run(),
            run.settings(GROUP, TuningSettings.class).method())
        : Method.VPG;
  }
}
