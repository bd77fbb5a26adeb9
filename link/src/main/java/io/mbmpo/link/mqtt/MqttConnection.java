package io.mbmpo.link.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker that comes back by itself. Owns the link thread: Paho's threads only
 * hand events to it, so that nothing of ours ever runs on, or waits for, a thread of Paho's.
 *
 * <p>Every attempt uses a new client: one that failed or lost its connection keeps messages and
 * threads in states that are hard to reason about. What it had not sent is sent again by the two
 * ends, which know what still matters. Methods run on the link thread unless noted.
 */
final class MqttConnection {
  /** Both ends' part; called on the link thread. */
  interface Handler {
    /** Connected and subscribed; nothing is queued. */
    void connected();

    /** Lost or refused; everything queued is dropped. Called for every failed attempt, too. */
    void disconnected(String reason);

    void received(String topic, byte[] payload);
  }

  /**
   * @param expiryS the broker forgets it after this time, s; 0 for never
   */
  record Outbound(String topic, byte[] payload, int qos, boolean retained, long expiryS) {}

  private enum State {
    IDLE,
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
  private static final int SESSION_TAKEN_OVER = 0x8e;
  private static final long MAX_INBOUND_BYTES = 64L << 20;
  private static final long RETRY_SEND_MS = 10;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final LinkOptions options;
  private final Outbound lastWill;
  private final List<String> filters;
  private final Handler handler;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicLong inboundBytes = new AtomicLong();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final ArrayDeque<Outbound> queue = new ArrayDeque<>();

  private State state = State.IDLE;
  private PahoClient client;
  // Counts clients, so that events of a former one are told apart.
  private long attempt;
  private int failures;
  private int inFlight;
  private int maxInFlight = 1;
  // Set once closing.
  private Runnable whenDrained;

  /**
   * @param lastWill published by the broker when this end vanishes, or null
   * @param filters subscribed to on every connection
   */
  MqttConnection(LinkOptions options, Outbound lastWill, List<String> filters, Handler handler) {
    this.options = options;
    this.lastWill = lastWill;
    this.filters = List.copyOf(filters);
    this.handler = handler;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread t = new Thread(task, "link " + options.clientId());
              t.setDaemon(true);
              return t;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Any thread. */
  void start() {
    execute(this::connect);
  }

  /** Any thread: runs the task on the link thread, soon; not at all once closed. */
  void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  /** Any thread: runs the task on the link thread after the delay; not at all once closed. */
  void schedule(Duration delay, Runnable task) {
    try {
      var unused = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** Queues in order; dropped when not connected or when the connection is lost. */
  void send(Outbound message) {
    if (state == State.CONNECTED) {
      queue.add(message);
      pump();
    }
  }

  /**
   * Any thread but the link thread: sends what is queued and a farewell if it can, disconnects,
   * ends the link thread. Waits for at most a few seconds.
   */
  void close(Outbound farewell) {
    execute(
        () -> {
          whenDrained = () -> finish(farewell);
          if (state == State.CONNECTED && !drained()) {
            schedule(DRAIN, whenDrained);
          } else {
            whenDrained.run();
          }
        });
    try {
      if (!finished.await(DRAIN.plusSeconds(4).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the link thread of {} is still busy", options.clientId());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
  }

  private boolean drained() {
    return queue.isEmpty() && inFlight == 0;
  }

  private void finish(Outbound farewell) {
    if (state == State.CLOSED) {
      return;
    }
    boolean connected = state == State.CONNECTED;
    state = State.CLOSED;
    if (connected) {
      client.goodbye(farewell);
    }
    if (client != null) {
      client.discard();
      client = null;
    }
    queue.clear();
    finished.countDown();
  }

  private void connect() {
    if (state != State.IDLE) {
      return;
    }
    state = State.CONNECTING;
    long mine = ++attempt;
    schedule(options.connectTimeout(), () -> attemptFailed(mine, "no answer in time"));
    try {
      client = new PahoClient(options, lastWill, new Events(mine));
      client.connect(
          allowed -> execute(() -> subscribe(mine, allowed)),
          reason -> execute(() -> attemptFailed(mine, reason)));
    } catch (MqttException e) {
      attemptFailed(mine, PahoClient.reason(e));
    }
  }

  private void subscribe(long mine, int allowedInFlight) {
    if (mine != attempt || state != State.CONNECTING) {
      return;
    }
    maxInFlight = allowedInFlight;
    try {
      client.subscribe(
          filters,
          () -> execute(() -> ready(mine)),
          reason -> execute(() -> attemptFailed(mine, "cannot subscribe: " + reason)));
    } catch (MqttException e) {
      attemptFailed(mine, "cannot subscribe: " + PahoClient.reason(e));
    }
  }

  private void ready(long mine) {
    if (mine != attempt || state != State.CONNECTING) {
      return;
    }
    state = State.CONNECTED;
    failures = 0;
    inFlight = 0;
    handler.connected();
  }

  private void attemptFailed(long mine, String reason) {
    if (mine == attempt && state == State.CONNECTING) {
      retryLater(reason, 0);
    }
  }

  private void lost(long mine, int returnCode, String reason) {
    if (mine != attempt || (state != State.CONNECTED && state != State.CONNECTING)) {
      return;
    }
    if (returnCode == SESSION_TAKEN_OVER) {
      // Two ends with one name would throw each other out for ever: step back as far as allowed.
      retryLater(
          "another client named " + options.clientId() + " has connected; is it running twice?",
          20);
    } else {
      retryLater(reason, 0);
    }
  }

  private void retryLater(String reason, int extraFailures) {
    state = State.IDLE;
    queue.clear();
    if (client != null) {
      client.discard();
      client = null;
    }
    failures += 1 + extraFailures;
    long longest = options.maxBackoff().toMillis();
    long wait = Math.min(longest, Math.max(1, longest / 20) << Math.min(20, failures - 1));
    schedule(Duration.ofMillis(wait), this::connect);
    handler.disconnected(reason);
    if (whenDrained != null) {
      whenDrained.run();
    }
  }

  private void pump() {
    while (state == State.CONNECTED && inFlight < maxInFlight && !queue.isEmpty()) {
      Outbound next = queue.peek();
      long mine = attempt;
      try {
        inFlight++;
        client.publish(
            next,
            () -> execute(() -> sent(mine)),
            reason -> execute(() -> refused(mine, next.topic(), reason)));
        queue.remove();
      } catch (MqttException e) {
        inFlight--;
        if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
          // Paho frees a place a moment after it says so.
          schedule(Duration.ofMillis(RETRY_SEND_MS), this::pump);
        } else {
          LOG.debug(
              "{}: cannot send to {}: {}", options.clientId(), next.topic(), PahoClient.reason(e));
          queue.remove();
        }
        return;
      }
    }
  }

  private void sent(long mine) {
    if (mine == attempt) {
      inFlight--;
      pump();
      if (whenDrained != null && drained()) {
        whenDrained.run();
      }
    }
  }

  private void refused(long mine, String topic, String reason) {
    if (mine == attempt) {
      LOG.warn("{}: the broker refused a message to {}: {}", options.clientId(), topic, reason);
    }
    sent(mine);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        // The link goes on whatever one message or one listener does.
        LOG.error("{}: unexpected failure on the link thread", options.clientId(), e);
      }
    };
  }

  /** Runs on Paho's threads: only hands over. */
  private final class Events implements PahoClient.Events {
    private final long mine;

    Events(long mine) {
      this.mine = mine;
    }

    @Override
    public void lost(int returnCode, String reason) {
      execute(() -> MqttConnection.this.lost(mine, returnCode, reason));
    }

    @Override
    public void received(String topic, byte[] payload) {
      int size = payload.length;
      if (inboundBytes.addAndGet(size) > MAX_INBOUND_BYTES) {
        inboundBytes.addAndGet(-size);
        LOG.warn("{}: too much waits to be handled; dropped {}", options.clientId(), topic);
        return;
      }
      execute(
          () -> {
            inboundBytes.addAndGet(-size);
            if (state != State.CLOSED) {
              handler.received(topic, payload);
            }
          });
    }
  }
}
