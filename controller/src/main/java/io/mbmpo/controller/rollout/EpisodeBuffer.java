package io.mbmpo.controller.rollout;

import java.util.Arrays;

/**
 * Where the control thread writes an episode: preallocated for the longest one. Owned by the
 * control thread from the offer of its rollout until the rollout comes back finished; that hand-off
 * publishes it. Writing allocates nothing.
 */
public final class EpisodeBuffer {
  /** End of an episode that went to its horizon. */
  public static final String HORIZON = "horizon";

  /** End of an episode that the task's termination rule ended. */
  public static final String FALL = "fall";

  /** End of an episode that was cut off because the controller was stopped; it is run again. */
  public static final String STOPPED = "stopped";

  /** End of an attended episode: the operator let go of the walk button. */
  public static final String OPERATOR = "operator";

  private final int observationSize;
  private final int actionSize;
  private final int horizon;
  private final float[] observations;
  private final float[] actions;
  private int rows;
  private boolean ran;
  private boolean terminated;
  private long startNanos;
  private String end;

  public EpisodeBuffer(int horizon, int observationSize, int actionSize) {
    this.horizon = horizon;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    observations = new float[(horizon + 1) * observationSize];
    actions = new float[horizon * actionSize];
  }

  /** The policy takes over now. */
  public void begin(long nowNanos) {
    ran = true;
    startNanos = nowNanos;
  }

  /** Observations so far, and room for the next at {@link #nextObservation()}. */
  public float[] observations() {
    return observations;
  }

  /** Where the next observation is to be written. */
  public int nextObservation() {
    return rows * observationSize;
  }

  /** The next observation has been written. */
  public void observed() {
    rows++;
  }

  /** The action drawn for the newest observation; kept only if another observation follows. */
  public void acted(float[] action) {
    System.arraycopy(action, 0, actions, (rows - 1) * actionSize, actionSize);
  }

  /** Ends the episode. */
  public void finish(String end, boolean terminated) {
    this.end = end;
    this.terminated = terminated;
  }

  /** Transitions recorded. */
  public int length() {
    return Math.max(0, rows - 1);
  }

  /** Longest episode, policy steps. */
  public int horizon() {
    return horizon;
  }

  /** Whether there is an observation at all. */
  public boolean empty() {
    return rows == 0;
  }

  /** Whether the policy took over at all. */
  public boolean ran() {
    return ran;
  }

  /** Whether a fall ended it. */
  public boolean terminated() {
    return terminated;
  }

  /** What ended it: {@link #HORIZON}, {@link #FALL} or a failsafe's title; null while it lasts. */
  public String end() {
    return end;
  }

  /** Controller time of s₀, ns. */
  public long startNanos() {
    return startNanos;
  }

  float[] observationsCopy() {
    return Arrays.copyOf(observations, (length() + 1) * observationSize);
  }

  float[] actionsCopy() {
    return Arrays.copyOf(actions, length() * actionSize);
  }
}
