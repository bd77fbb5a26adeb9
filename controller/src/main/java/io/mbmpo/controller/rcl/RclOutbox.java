package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.RosMessage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on one topic. A message that cannot be published is counted, the first one logged,
 * and the next one tried. After {@link #close} no native code is called any more. Any thread, one
 * after the other.
 */
final class RclOutbox<M extends RosMessage> {
  private static final Logger log = LoggerFactory.getLogger(RclOutbox.class);

  private final String topic;
  private final RclPublisher publisher;
  private final NativeGrowth growth;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private boolean closed;

  RclOutbox(String topic, RclPublisher publisher, NativeGrowth growth) {
    this.topic = topic;
    this.publisher = publisher;
    this.growth = growth;
  }

  /** Publishes the message, if it can. Throws nothing. */
  synchronized void write(M message) {
    if (closed) {
      return;
    }
    try {
      growth.published(message.type());
      publisher.publish(message);
      written.incrementAndGet();
    } catch (RuntimeException e) {
      if (failed.getAndIncrement() == 0) {
        log.error("{}: a message could not be published; the next ones are counted", topic, e);
      }
    }
  }

  /** Returns when nothing is being published, and nothing will be. */
  synchronized void close() {
    closed = true;
  }

  String topic() {
    return topic;
  }

  long written() {
    return written.get();
  }

  long failed() {
    return failed.get();
  }
}
