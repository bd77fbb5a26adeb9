package io.mbmpo.controller.wire;

/**
 * Quality of service of a reader or writer, always keep-last.
 *
 * @param reliable lost samples are sent again; a reliable reader matches reliable writers only
 * @param transientLocal the last samples are kept for readers that come later; a reader that asks
 *     for them matches only writers that keep them
 * @param depth samples kept
 */
public record Qos(boolean reliable, boolean transientLocal, int depth) {
  /** What {@code rclcpp::SensorDataQoS} is: matches every writer. */
  public static final Qos SENSOR = new Qos(false, false, 5);

  /** ROS 2's default. */
  public static final Qos RELIABLE = new Qos(true, false, 10);

  /** The same, but only the newest is worth sending again. */
  public static final Qos RELIABLE_LAST = new Qos(true, false, 1);

  /** The last sample is kept for late joiners: what {@code QoS(1).transient_local()} is. */
  public static final Qos LATCHED = new Qos(true, true, 1);

  /** The same, reliable or not. */
  public Qos reliable(boolean wanted) {
    return new Qos(wanted, transientLocal, depth);
  }
}
