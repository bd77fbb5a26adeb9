package io.mbmpo.link;

import java.util.Set;

/**
 * The controller's end of the link. Never called on the control thread. Sending never blocks on the
 * network: what cannot be sent now is kept on disk (episodes) or dropped (status).
 */
public interface RobotEnd extends AutoCloseable {

  /** Callbacks run on one link thread, in order of arrival, signatures already verified. */
  interface Listener {
    /**
     * A snapshot for this robot.
     *
     * @param signed the message as it came; whoever keeps the snapshot keeps it as that
     */
    void snapshotReceived(PolicySnapshot snapshot, byte[] digest, byte[] signed);

    void planReceived(RolloutPlan plan, byte[] digest);

    /** A message that failed signature or parsing; the robot goes on as it was. */
    void messageRefused(String topic, String reason);

    void connectionChanged(boolean connected, String reason);
  }

  /** Connects and subscribes; keeps trying in the background when the broker is away. */
  void start(Listener listener);

  /**
   * Makes the episode durable in the spool, then returns; it is sent, and sent again, until the
   * learner acknowledges it. An id that was delivered before is ignored.
   *
   * @throws LinkException when the spool cannot be written (disk full)
   */
  void deliver(Episode episode);

  /**
   * A snapshot that was received before and kept as it was signed. Any thread.
   *
   * @throws LinkException when no trusted key vouches for it (any more)
   */
  PolicySnapshot verified(byte[] signed);

  /** Ids that need not be run again: spooled, or acknowledged by the learner. */
  Set<String> knownEpisodes(String runId);

  /** Episodes on disk that are not acknowledged yet. */
  int spooled();

  void report(SnapshotReport report);

  void publish(RobotStatus status);

  @Override
  void close();
}
