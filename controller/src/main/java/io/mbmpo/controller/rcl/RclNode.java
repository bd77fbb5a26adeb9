package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.wire.Qos;

/**
 * What is used of a rcljava node and its executor. All methods belong to the thread that made the
 * node, which is also the one that shuts it down: rcljava crashes or hangs otherwise. Whatever goes
 * wrong in native code comes as a {@link RuntimeException}.
 */
public interface RclNode {
  /**
   * Subscribes to a topic. To be called before the first spin: what is added later is not heard.
   *
   * @param topic as rcl is told it: namespace and remaps are rcl's business
   * @param inbox is given what arrives, while spinning
   */
  <M extends RosMessage> void subscribe(String topic, RosType type, Qos qos, RclInbox<M> inbox);

  /** Makes a publisher; that it is called from one thread at a time is the caller's business. */
  RclPublisher publisher(String topic, RosType type, Qos qos);

  /**
   * Waits for a message and hands it over; returns without one after the timeout.
   *
   * @param timeoutNanos longest wait
   */
  void spinOnce(long timeoutNanos);

  /** Whether the context still lives: false when somebody else has shut it down. */
  boolean ok();

  /**
   * Publishers of a topic that are known now, of all nodes.
   *
   * @param topic whole name, after namespace and remaps
   */
  int publishers(String topic);

  /** Subscriptions to a topic that are known now, of all nodes; the name as above. */
  int subscriptions(String topic);

  /** Takes everything down. Nothing may be published any more. */
  void shutdown();
}
