package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.wire.RefusalCounts;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrives on one topic. An exception in a callback would end rcljava's spinning, so none gets
 * out of here: it is counted, and the first one logged. Filled by the spinning thread; the counters
 * may be read by any.
 */
public final class RclInbox<M extends RosMessage> {
  private static final Logger log = LoggerFactory.getLogger(RclInbox.class);

  private final String topic;
  private final M message;
  private final Function<M, Refusal> receiver;
  private final NativeGrowth growth;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final RefusalCounts refused = new RefusalCounts();

  /** Fills our message from rcljava's. */
  @FunctionalInterface
  public interface Conversion<M extends RosMessage> {
    /** Why it cannot be done; null when it was. */
    Refusal into(M message);
  }

  /**
   * @param topic for people
   * @param message filled again and again
   * @param receiver says why it cannot use the message, or null
   * @param growth is told of every message
   */
  public RclInbox(String topic, M message, Function<M, Refusal> receiver, NativeGrowth growth) {
    this.topic = topic;
    this.message = message;
    this.receiver = receiver;
    this.growth = growth;
  }

  /** Takes a message that has arrived. Throws nothing. */
  public void take(Conversion<M> conversion) {
    growth.received(message.type());
    try {
      Refusal refusal = conversion.into(message);
      if (refusal == null) {
        received.lazySet(received.get() + 1);
        refusal = receiver.apply(message);
      }
      if (refusal != null) {
        refused.count(refusal);
      }
    } catch (RuntimeException e) {
      if (failed.getAndIncrement() == 0) {
        log.error("{}: a message could not be handled; the next ones are counted", topic, e);
      }
    }
  }

  /** Name of the topic. */
  public String topic() {
    return topic;
  }

  /** Messages that could be read. */
  public long received() {
    return received.get();
  }

  /** Messages whose handling failed. */
  public long failed() {
    return failed.get();
  }

  /** Messages that were refused, by reason. */
  public Map<Refusal, Long> refused() {
    return refused.counts();
  }
}
