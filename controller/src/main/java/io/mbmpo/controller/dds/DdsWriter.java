package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.CdrWriter;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.wire.Qos;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;
import us.ihmc.rtps.impl.fastRTPS.NativePublisherImpl;
import us.ihmc.rtps.impl.fastRTPS.NativePublisherListener;

/** Publishes one topic. {@link #write} belongs to one thread; it allocates nothing. */
public final class DdsWriter<M extends RosMessage> {
  private static final short CDR_LITTLE_ENDIAN = 1;

  private final String topic;
  private final CdrWriter cdr = new CdrWriter();
  private final ByteBuffer payload;
  private final ByteBuffer key = ByteBuffer.allocateDirect(16);
  private final MatchListener listener = new MatchListener();
  private final NativePublisherImpl publisher;
  private final AtomicInteger matched = new AtomicInteger();
  private volatile long written;
  private boolean closed;

  DdsWriter(NativeParticipantImpl participant, String topic, M like, Qos qos) {
    this.topic = topic;
    payload = ByteBuffer.allocateDirect(like.maxBytes());
    Profile profile = Profile.writer(topic, like.type().ddsName(), qos);
    try {
      publisher = new NativePublisherImpl(participant, listener);
    } catch (IOException e) {
      throw new DdsException("cannot publish " + topic + ": " + e.getMessage(), e);
    }
    if (!publisher.createPublisher(profile.name(), profile.xml(), profile.xml().length())) {
      throw new DdsException("cannot publish " + topic + ": Fast DDS refuses it");
    }
  }

  /** Sends a message; the caller keeps it. Nothing after {@link #close}. */
  public synchronized void write(M message) {
    if (closed) {
      return;
    }
    int length = cdr.write(message, payload);
    publisher.write(payload, length, CDR_LITTLE_ENDIAN, key, 0);
    written = written + 1;
  }

  /** Name on the wire. */
  public String topic() {
    return topic;
  }

  /** Readers that are matched now. */
  public int matched() {
    return matched.get();
  }

  /** Messages sent. */
  public long written() {
    return written;
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      publisher.delete();
      listener.delete();
    }
  }

  private final class MatchListener extends NativePublisherListener {
    @Override
    public void onWriterMatched(int status, long guidHigh, long guidLow) {
      matched.addAndGet(status == DdsReader.MATCHED ? 1 : -1);
    }
  }
}
