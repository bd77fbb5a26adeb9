package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.CdrReader;
import io.mbmpo.controller.ros.CdrWriter;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.wire.Qos;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A node whose other end is the test: messages go through bytes, so that nothing is shared, and are
 * handed over while spinning, as rcljava does it. It insists on being used as rcljava must be.
 */
final class LoopbackNode implements RclNode {
  private final Thread owner = Thread.currentThread();
  private final Map<String, RclInbox<?>> inboxes = new HashMap<>();
  private final BlockingQueue<Runnable> arriving = new LinkedBlockingQueue<>();
  private final Map<String, Consumer<byte[]>> listeners = new ConcurrentHashMap<>();
  private final Map<String, Integer> others = new ConcurrentHashMap<>();
  private boolean spun;
  private volatile boolean down;

  private void mine() {
    if (Thread.currentThread() != owner || down) {
      throw new AssertionError("rcljava would crash: " + Thread.currentThread() + ", " + down);
    }
  }

  @Override
  public <M extends RosMessage> void subscribe(
      String topic, RosType type, Qos qos, RclInbox<M> inbox) {
    mine();
    if (spun) {
      throw new AssertionError(topic + " would never be heard");
    }
    inboxes.put(topic, inbox);
  }

  @Override
  public RclPublisher publisher(String topic, RosType type, Qos qos) {
    mine();
    return message -> {
      if (down) {
        throw new AssertionError("published after the end: " + topic);
      }
      Consumer<byte[]> listener = listeners.get(topic);
      if (listener != null) {
        listener.accept(bytes(message));
      }
    };
  }

  @Override
  public void spinOnce(long timeoutNanos) {
    mine();
    spun = true;
    try {
      Runnable arrival = arriving.poll(timeoutNanos, TimeUnit.NANOSECONDS);
      if (arrival != null) {
        arrival.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean ok() {
    return !down;
  }

  @Override
  public int publishers(String topic) {
    return others.getOrDefault(topic, 0);
  }

  @Override
  public int subscriptions(String topic) {
    return others.getOrDefault(topic, 0);
  }

  @Override
  public void shutdown() {
    mine();
    down = true;
  }

  boolean isDown() {
    return down;
  }

  /** Lets other nodes' endpoints be known. */
  void others(String topic, int count) {
    others.put(topic, count);
  }

  /** A message arrives. Any thread. */
  @SuppressWarnings("unchecked")
  void deliver(String topic, RosMessage message) {
    byte[] bytes = bytes(message);
    RclInbox<RosMessage> inbox =
        (RclInbox<RosMessage>) Objects.requireNonNull(inboxes.get(topic), topic);
    arriving.add(
        () ->
            inbox.take(
                into -> {
                  CdrReader reader = new CdrReader().begin(ByteBuffer.wrap(bytes), bytes.length);
                  return reader.read(into) ? null : reader.refusal();
                }));
  }

  /** Something else happens while spinning. */
  void deliver(Runnable arrival) {
    arriving.add(arrival);
  }

  /** Is told of what is published, on the publishing thread. */
  <M extends RosMessage> void listen(String topic, M message, Consumer<M> listener) {
    listeners.put(
        topic,
        bytes -> {
          new CdrReader().begin(ByteBuffer.wrap(bytes), bytes.length).read(message);
          listener.accept(message);
        });
  }

  private static byte[] bytes(RosMessage message) {
    ByteBuffer buffer = ByteBuffer.allocate(message.maxBytes() + 4);
    byte[] bytes = new byte[new CdrWriter().write(message, buffer)];
    buffer.get(0, bytes);
    return bytes;
  }
}
