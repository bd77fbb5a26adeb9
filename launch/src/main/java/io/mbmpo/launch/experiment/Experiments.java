package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import java.util.List;
import java.util.stream.Collectors;

/** All experiments. */
public final class Experiments {
  private Experiments() {}

  /** New ones, with every option at its default. */
  public static List<Experiment> all() {
    return List.of(
        new Curves(),
        new Plasticity(),
        new BiasedModels(),
        new LongHorizon(),
        new Recovery(),
        new Termination());
  }

  /**
   * The experiment of a name.
   *
   * @throws LaunchException listing the experiments there are
   */
  public static Experiment of(String name) {
    return all().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                LaunchException.usage(
                    "unknown experiment '"
                        + name
                        + "'; there are: "
                        + all().stream().map(Experiment::name).collect(Collectors.joining(", "))));
  }
}
