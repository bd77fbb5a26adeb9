package io.mbmpo.launch.demo;

import io.mbmpo.controller.rollout.ReportLog;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether the loop was closed, judged from the run folder alone: in an iteration that counts, every
 * adapted snapshot bears a valid signature, was activated by the controller by its own record, and
 * is named with its digest by a real episode in the store.
 */
public final class RunCheck {
  private final RunFolder run;

  /**
   * What was found.
   *
   * @param closed iterations in which the loop was closed
   * @param snapshots signed adapted snapshots that were run in them
   * @param episodes episodes in the store
   * @param problems what is amiss, a sentence each
   */
  public record Result(int closed, int snapshots, int episodes, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    /** What was found, as one sentence. */
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "in %d iterations the controller activated a new signed set of adapted policies received"
              + " over MQTT and returned real episodes (%d policies, %d episodes in all)",
          closed,
          snapshots,
          episodes);
    }
  }

  public RunCheck(RunFolder run) {
    this.run = run;
  }

  public Result check() {
    TrustedKeys keys = TrustedKeys.load(run.keys().resolve("trusted"));
    Set<String> activated = new HashSet<>();
    for (ReportLog.Entry entry : reports()) {
      if (entry.outcome() == Outcome.ACTIVATED) {
        activated.add(entry.digest());
      }
    }
    List<Episode> episodes;
    try (TransitionStore store = new TransitionStore(run.episodes())) {
      episodes = store.episodes(run.name());
    }
    Set<String> ran = new HashSet<>();
    for (Episode episode : episodes) {
      if (episode.length() > 0) {
        ran.add(HexFormat.of().formatHex(episode.snapshotDigest()));
      }
    }
    List<String> problems = new ArrayList<>();
    int closed = 0;
    int snapshots = 0;
    for (Map.Entry<Integer, List<String>> set : adapted(keys, problems).entrySet()) {
      List<String> digests = set.getValue();
      if (activated.containsAll(digests) && ran.containsAll(digests)) {
        closed++;
        snapshots += digests.size();
      } else if (activated.containsAll(digests) || ran.containsAll(digests)) {
        problems.add("iteration " + set.getKey() + ": not every adapted policy came back");
      }
    }
    return new Result(closed, snapshots, episodes.size(), problems);
  }

  private List<ReportLog.Entry> reports() {
    try {
      return ReportLog.read(run.activations());
    } catch (IllegalArgumentException e) {
      throw LaunchException.usage(e.getMessage(), e);
    }
  }

  /** Digests of the adapted snapshots by iteration, signatures verified. */
  private Map<Integer, List<String>> adapted(TrustedKeys keys, List<String> problems) {
    Map<Integer, List<String>> sets = new TreeMap<>();
    try (Stream<Path> files = Files.list(run.snapshots())) {
      for (Path file : files.sorted().toList()) {
        try {
          byte[] bytes = Files.readAllBytes(file);
          PolicySnapshot snapshot =
              WireCodec.decodeSnapshot(keys.verify(SignedType.POLICY_SNAPSHOT, bytes));
          if (snapshot.role() == PolicySnapshot.Role.ADAPTED) {
            sets.computeIfAbsent(snapshot.iteration(), i -> new ArrayList<>())
                .add(HexFormat.of().formatHex(Digest.of(bytes)));
          }
        } catch (LinkException e) {
          problems.add(file + ": " + e.getMessage());
        }
      }
    } catch (IOException e) {
      throw LaunchException.environment("cannot read " + run.snapshots() + ": " + e, e);
    }
    return sets;
  }
}
