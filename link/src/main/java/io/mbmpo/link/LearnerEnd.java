package io.mbmpo.link;

/** The learner's end of the link. */
public interface LearnerEnd extends AutoCloseable {

  /** Callbacks run on one link thread, in order of arrival. */
  interface Listener {
    /**
     * A complete episode with a matching digest. The receipt goes out after this returns, so it
     * must return only once the episode is durable in the store (or was already there).
     *
     * @throws RuntimeException to withhold the receipt; the robot sends the episode again
     */
    void episodeReceived(Episode episode);

    void snapshotReported(SnapshotReport report);

    void robotStatusChanged(RobotStatus status);

    void connectionChanged(boolean connected, String reason);
  }

  /**
   * Connects and subscribes, waiting for the broker.
   *
   * @throws LinkException when the broker cannot be reached in the configured time
   */
  void start(Listener listener);

  /** Signs and publishes, retained per slot, so that a robot that comes later gets it too. */
  void publish(PolicySnapshot snapshot);

  /** Signs and publishes, retained. */
  void publish(RolloutPlan plan);

  void publish(LearnerProgress progress);

  @Override
  void close();
}
