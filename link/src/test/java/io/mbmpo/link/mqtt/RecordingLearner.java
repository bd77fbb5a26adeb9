package io.mbmpo.link.mqtt;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a learner end was told; its store can be made to fail. */
final class RecordingLearner implements LearnerEnd.Listener {
  final BlockingQueue<Episode> episodes = new LinkedBlockingQueue<>();
  final BlockingQueue<SnapshotReport> reports = new LinkedBlockingQueue<>();
  final BlockingQueue<RobotStatus> statuses = new LinkedBlockingQueue<>();
  final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  final BlockingQueue<String> connected = new LinkedBlockingQueue<>();
  final AtomicInteger failuresLeft = new AtomicInteger();

  @Override
  public void episodeReceived(Episode episode) {
    if (failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new IllegalStateException("the store is full");
    }
    episodes.add(episode);
  }

  @Override
  public void snapshotReported(SnapshotReport report) {
    reports.add(report);
  }

  @Override
  public void robotStatusChanged(RobotStatus status) {
    statuses.add(status);
  }

  @Override
  public void connectionChanged(boolean isConnected, String reason) {
    (isConnected ? connected : lost).add(reason);
  }
}
