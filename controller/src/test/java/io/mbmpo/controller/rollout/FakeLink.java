package io.mbmpo.controller.rollout;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.WireCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The robot's end of a link that keeps what it is given; its disk can be full. */
public final class FakeLink implements RobotEnd {
  public final List<Episode> delivered = new ArrayList<>();
  public final List<SnapshotReport> reports = new ArrayList<>();
  public final List<RobotStatus> statuses = new ArrayList<>();
  public final Set<String> known = new HashSet<>();
  public volatile boolean diskFull;
  public volatile boolean keyRevoked;

  @Override
  public void start(Listener listener) {}

  @Override
  public synchronized void deliver(Episode episode) {
    if (diskFull) {
      throw new LinkException("spool: no space left");
    }
    delivered.add(episode);
    known.add(episode.episodeId());
  }

  /** Signatures are the link's matter; here a snapshot stands for itself. */
  @Override
  public PolicySnapshot verified(byte[] signed) {
    if (keyRevoked) {
      throw new LinkException("key is not trusted");
    }
    return WireCodec.decodeSnapshot(signed);
  }

  @Override
  public synchronized Set<String> knownEpisodes(String runId) {
    return Set.copyOf(known);
  }

  @Override
  public int spooled() {
    return 0;
  }

  @Override
  public synchronized void report(SnapshotReport report) {
    reports.add(report);
  }

  @Override
  public synchronized void publish(RobotStatus status) {
    statuses.add(status);
  }

  @Override
  public void close() {}

  /** Outcome and reason of the newest report. */
  public synchronized String lastReport() {
    SnapshotReport report = reports.get(reports.size() - 1);
    return report.outcome() + " " + report.reason();
  }
}
