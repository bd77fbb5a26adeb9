package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.RosMessage;

/** What is used of a rcljava publisher. */
@FunctionalInterface
public interface RclPublisher {
  /**
   * Publishes a message of the topic's type; copies it.
   *
   * @throws RuntimeException when native code refuses it
   */
  void publish(RosMessage message);
}
