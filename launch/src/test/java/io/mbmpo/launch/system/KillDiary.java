package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.spool.EpisodeSpool;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the kills have cost so far. Told after each of them, so that whoever watches a long run, or
 * stops it, knows.
 */
final class KillDiary {
  /** What is killed. */
  enum Part {
    CONTROLLER,
    SIMULATOR,
    BROKER
  }

  private final PlanningLearner learner;
  private final String run;
  private final long begunNanos = System.nanoTime();
  private final Map<Part, Integer> kills = new EnumMap<>(Part.class);
  private final Map<String, String> finished = new TreeMap<>();
  private final Set<String> acknowledged = new TreeSet<>();
  private final Set<String> lost = new TreeSet<>();
  private final Map<String, Integer> cleared = new TreeMap<>();
  private long killedNanos;
  private double longestS;

  /**
   * @param run whose episodes count
   */
  KillDiary(PlanningLearner learner, String run) {
    this.learner = learner;
    this.run = run;
    for (Part part : Part.values()) {
      kills.put(part, 0);
    }
  }

  /** The part has just died. */
  void killed(Part part) {
    killedNanos = System.nanoTime();
    kills.merge(part, 1, Integer::sum);
  }

  /**
   * What a dead controller left: finished episodes that wait, and those that it believes the
   * learner has. One that is neither there nor with the learner is lost.
   */
  void left(EpisodeSpool spool) {
    Set<String> waiting = new TreeSet<>(spool.waiting());
    waiting.forEach(id -> finished.put(id, HexFormat.of().formatHex(spool.digest(id))));
    acknowledged.addAll(spool.known(run));
    Set<String> missing = new TreeSet<>(acknowledged);
    missing.addAll(finished.keySet());
    missing.removeAll(waiting);
    missing.removeAll(learner.received().keySet());
    lost.addAll(missing);
  }

  /** The operator had to clear this failsafe. */
  void cleared(String failsafe) {
    cleared.merge(failsafe, 1, Integer::sum);
    say("the operator clears: " + failsafe);
  }

  /** An episode has come again. */
  void goesOn(Part after) {
    double tookS = (System.nanoTime() - killedNanos) * 1e-9;
    longestS = Math.max(longestS, tookS);
    say("%s killed, an episode after %.1f s".formatted(after, tookS));
    check();
  }

  /** Nothing is lost, changed or doubled. */
  void check() {
    assertThat(lost).as("lost").isEmpty();
    assertThat(changed()).as("other contents than on the robot").isEmpty();
    assertThat(learner.doubled()).as("doubled").isEmpty();
  }

  /** At the end: whatever was planned has come. */
  void checkAll() {
    check();
    assertThat(learner.received().keySet()).isEqualTo(learner.planned());
    assertThat(learner.received()).containsAllEntriesOf(finished);
  }

  private Set<String> changed() {
    Map<String, String> received = learner.received();
    Set<String> changed = new TreeSet<>();
    finished.forEach(
        (id, digest) -> {
          if (received.containsKey(id) && !received.get(id).equals(digest)) {
            changed.add(id);
          }
        });
    return changed;
  }

  /** One line: the event, and all counts so far. */
  void say(String event) {
    long seconds = (System.nanoTime() - begunNanos) / 1_000_000_000;
    System.out.printf(
        Locale.ROOT,
        "%02d:%02d  %s%n       kills %s; episodes: %d planned, %d came, %d finished and unsent at a"
            + " kill; lost %d, changed %d, doubled %d; longest wait %.1f s; cleared by the operator"
            + " %s%n",
        seconds / 60,
        seconds % 60,
        event,
        kills,
        learner.planned().size(),
        learner.received().size(),
        finished.size(),
        lost.size(),
        changed().size(),
        learner.doubled().size(),
        longestS,
        cleared);
  }
}
