package io.mbmpo.learner;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a run learns: the paper's method and those it is compared with. */
public enum Method {
  /** Model-based meta-policy optimization, Alg. 1. */
  MB_MPO("mb-mpo"),
  /** Model-ensemble trust region policy optimization (Kurutach et al. 2018). */
  ME_TRPO("me-trpo"),
  /** Model-based planning by random shooting (Nagabandi et al. 2017); no policy. */
  MB_MPC("mb-mpc"),
  /** Trust region policy optimization on real episodes (Schulman et al. 2015). */
  TRPO("trpo"),
  /** Proximal policy optimization on real episodes (Schulman et al. 2017). */
  PPO("ppo");

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The name people type. */
  public String text() {
    return text;
  }

  /**
   * The method of that name.
   *
   * @throws SettingsException naming the methods there are
   */
  public static Method of(String text) {
    return Arrays.stream(values())
        .filter(method -> method.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    "unknown method '%s'; there are: %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(Method::text)
                                .collect(Collectors.joining(", ")))));
  }
}
