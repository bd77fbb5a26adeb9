package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.RosType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory rcljava must have lost by now. It frees neither the wait set of a spin nor the
 * copies of messages within messages that it makes on the way in and out; nobody but a new process
 * gets that back. What is lost is counted here, so that it is seen and bounded. Any thread.
 */
public final class NativeGrowth {
  /** Lost by one spin, bytes: the size of a wait set. */
  static final long SPIN_BYTES = 112;

  private static final int MIB_SHIFT = 20;

  private final long limitBytes;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param limitMib loss at which the process had better end, MiB; 0 for none
   */
  public NativeGrowth(long limitMib) {
    limitBytes = limitMib << MIB_SHIFT;
  }

  /** Lost by one message, bytes: its messages within, and their texts, as glibc's malloc rounds. */
  static long messageBytes(RosType type) {
    return switch (type) {
      case JOINT_STATE, JOY -> 112; // a header, its stamp, the text it was made with
      case IMU -> 224; // and a quaternion and two vectors
      case ODOMETRY -> 1088; // and pose and twist with their covariances
      case FLOAT64_MULTI_ARRAY -> 208; // a layout, two dimensions
      case DIAGNOSTIC_ARRAY -> 4500; // a header, two statuses, thirty values
      case BOOL, STRING, BATTERY_STATE -> 0; // the last is not spoken by the node
    };
  }

  void spun() {
    bytes.addAndGet(SPIN_BYTES);
  }

  void received(RosType type) {
    bytes.addAndGet(messageBytes(type));
  }

  void published(RosType type) {
    bytes.addAndGet(messageBytes(type));
  }

  /** Lost so far, bytes. */
  public long bytes() {
    return bytes.get();
  }

  /** The limit, bytes; 0 for none. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Whether the limit is passed. */
  public boolean exceeded() {
    return limitBytes > 0 && bytes() > limitBytes;
  }
}
