package io.mbmpo.controller.rollout;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
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
