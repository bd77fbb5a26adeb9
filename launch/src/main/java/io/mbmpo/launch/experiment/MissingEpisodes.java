package io.mbmpo.launch.experiment;

import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Rollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs of a plan what a store does not have. Every episode is durable before the next begins, so a
 * run that was cut off runs only those that are missing.
 */
public final class MissingEpisodes {
  private final TransitionStore store;
  private final BooleanSupplier stop;

  /**
   * @param stop asked before every episode
   */
  public MissingEpisodes(TransitionStore store, BooleanSupplier stop) {
    this.store = store;
    this.stop = stop;
  }

  /**
   * All episodes of the plan, in its order.
   *
   * @param runner runs one that is missing
   * @throws LearningStopped when {@code stop} said so
   */
  public List<Episode> of(RolloutPlan plan, Function<Rollout, Episode> runner) {
    Set<String> known = store.ids(plan.runId());
    Map<String, Episode> stored = new HashMap<>();
    if (plan.rollouts().stream().anyMatch(rollout -> known.contains(rollout.episodeId()))) {
      store.episodes(plan.runId()).forEach(episode -> stored.put(episode.episodeId(), episode));
    }
    List<Episode> episodes = new ArrayList<>();
    for (Rollout rollout : plan.rollouts()) {
      Episode episode = stored.get(rollout.episodeId());
      if (episode == null) {
        if (stop.getAsBoolean()) {
          throw new LearningStopped();
        }
        episode = runner.apply(rollout);
        store.add(episode);
      }
      episodes.add(episode);
    }
    return episodes;
  }
}
