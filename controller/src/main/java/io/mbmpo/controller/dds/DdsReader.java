package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.CdrReader;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.RefusalCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberListener;
import us.ihmc.rtps.impl.fastRTPS.SampleInfoMarshaller;

/**
 * Subscribes to one topic. Samples are taken and decoded on the thread of DDS that has received
 * them, one at a time, and given to a receiver; what cannot be decoded is counted. Allocates
 * nothing in operation. The counters may be read by any thread.
 */
public final class DdsReader<M extends RosMessage> {
  static final int MATCHED = 0;

  private static final Logger log = LoggerFactory.getLogger(DdsReader.class);
  private static final int ALIVE = 0;
  private static final int SPARE_BYTES = 4;
  private static final long CLOSE_NANOS = 1_000_000_000L;

  private final String topic;
  private final M message;
  private final Consumer<M> receiver;
  private final CdrReader cdr = new CdrReader();
  private final ByteBuffer payload;
  private final SampleInfoMarshaller info = new SampleInfoMarshaller();
  private final DataListener listener = new DataListener();
  private final NativeSubscriberImpl subscriber;
  private final AtomicInteger matched = new AtomicInteger();

  /** Calls to take since somebody began to; 0 when nobody does. */
  private final AtomicInteger calls = new AtomicInteger();

  private final AtomicLong received = new AtomicLong();
  private final RefusalCounts refused = new RefusalCounts();
  private volatile boolean created;
  private volatile boolean stopped;
  private boolean deleted;

  DdsReader(
      NativeParticipantImpl participant, String topic, M message, Qos qos, Consumer<M> receiver) {
    this.topic = topic;
    this.message = message;
    this.receiver = receiver;
    payload = ByteBuffer.allocateDirect(message.maxBytes() + SPARE_BYTES);
    Profile profile = Profile.reader(topic, message.type().ddsName(), qos);
    try {
      subscriber = new NativeSubscriberImpl(participant, listener);
    } catch (IOException e) {
      throw new DdsException("cannot subscribe to " + topic + ": " + e.getMessage(), e);
    }
    if (!subscriber.createSubscriber(profile.name(), profile.xml(), profile.xml().length())) {
      throw new DdsException("cannot subscribe to " + topic + ": Fast DDS refuses it");
    }
    created = true;
    drain(); // what came before
  }

  /**
   * Waits for nobody: DDS calls with its own lock held, which whoever takes a sample needs. Who
   * finds another thread taking leaves the work to it.
   */
  private void drain() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = calls.get();
      takeAll();
    } while (!calls.compareAndSet(seen, 0));
  }

  /** Until the subscriber is created, asking it would read memory that is not its own. */
  private void takeAll() {
    try {
      while (created && !stopped && subscriber.getUnreadCount() > 0) {
        if (!subscriber.takeNextData(payload.capacity(), payload, info)) {
          return;
        }
        if (info.getChangeKind() == ALIVE) {
          accept();
        }
      }
    } catch (RuntimeException e) { // would end in native code
      log.error("{}: a sample could not be handled", topic, e);
    }
  }

  private void accept() {
    if (cdr.begin(payload, info.getDataLength()).read(message)) {
      received.lazySet(received.get() + 1);
      receiver.accept(message);
    } else {
      refuse(cdr.refusal());
    }
  }

  /** Counts the sample in hand as refused after all. On the receiver's thread. */
  public void refuse(Refusal why) {
    refused.count(why);
  }

  /** Name on the wire. */
  public String topic() {
    return topic;
  }

  /** Writers that are matched now. */
  public int matched() {
    return matched.get();
  }

  /** Samples that could be decoded. */
  public long received() {
    return received.get();
  }

  /** Samples that were refused, by reason. */
  public Map<Refusal, Long> refused() {
    return refused.counts();
  }

  /** Takes nothing more; returns when nothing is being taken. */
  void stopTaking() {
    stopped = true;
    long end = System.nanoTime() + CLOSE_NANOS;
    while (calls.get() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
    }
  }

  /** Not synchronized: DDS may wait here for a thread that is about to find it stopped. */
  void close() {
    stopTaking();
    if (!deleted) {
      deleted = true;
      subscriber.delete();
      listener.delete();
      info.delete();
    }
  }

  private final class DataListener extends NativeSubscriberListener {
    @Override
    public void onSubscriptionMatched(int status, long guidHigh, long guidLow) {
      matched.addAndGet(status == MATCHED ? 1 : -1);
    }

    @Override
    public void onNewDataMessage() {
      drain();
    }
  }
}
