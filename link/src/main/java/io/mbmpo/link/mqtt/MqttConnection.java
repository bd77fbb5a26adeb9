package io.mbmpo.link.mqtt;

import io.mbmpo.link.codec.WireRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker that comes back by itself. Owns the link thread: Paho's threads only
 * hand events to it, so that nothing of ours ever runs on, or waits for, a thread of Paho's.
 *
 * <p>Every attempt uses a new Paho client: one that failed or lost its connection keeps messages
 * and threads in states that are hard to reason about. What it had not sent is sent again by the
 * two ends, which know what still matters. Methods run on the link thread unless noted.
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
  // Paho writes to java.util.logging, by default stderr; every failure it tells there reaches us as
  // a reason, too. Held here, since that logging forgets loggers that nobody holds.
  private static final java.util.logging.Logger PAHO =
      java.util.logging.Logger.getLogger("org.eclipse.paho.mqttv5");
  private static final int RECEIVE_MAXIMUM = 32;
  private static final int SESSION_TAKEN_OVER = 0x8e;
  private static final long MAX_INBOUND_BYTES = 64L << 20;
  private static final long RETRY_SEND_MS = 10;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  static {
    PAHO.setLevel(java.util.logging.Level.OFF);
  }

  private final LinkOptions options;
  private final Outbound lastWill;
  private final List<String> filters;
  private final Handler handler;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicLong inboundBytes = new AtomicLong();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final ArrayDeque<Outbound> queue = new ArrayDeque<>();

  private State state = State.IDLE;
  private MqttAsyncClient client;
  // Counts clients, so that events of a former one are told apart.
  private long attempt;
  private int failures;
  private int inFlight;
  private int maxInFlight = RECEIVE_MAXIMUM;
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
      thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
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
      sayGoodbye(farewell);
    }
    discard(client);
    client = null;
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
      client =
          new MqttAsyncClient(options.brokerUri(), options.clientId(), new MemoryPersistence());
      client.setCallback(new Events(mine));
      client.connect(
          connectionOptions(),
          null,
          listener(token -> subscribe(mine, token), reason -> attemptFailed(mine, reason)));
    } catch (MqttException e) {
      attemptFailed(mine, reason(e));
    }
  }

  private MqttConnectionOptions connectionOptions() {
    MqttConnectionOptions o = new MqttConnectionOptions();
    // Never a clean start: the broker would drop what it holds for us, and after its own restart
    // would not take the session up again.
    o.setCleanStart(false);
    o.setSessionExpiryInterval(options.sessionExpiry().toSeconds());
    o.setAutomaticReconnect(false);
    o.setConnectionTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
    o.setKeepAliveInterval((int) Math.max(1, options.keepAlive().toSeconds()));
    o.setReceiveMaximum(RECEIVE_MAXIMUM);
    o.setMaximumPacketSize((long) WireRules.MAX_MESSAGE_BYTES + 4096);
    if (lastWill != null) {
      MqttMessage will = new MqttMessage(lastWill.payload());
      will.setQos(lastWill.qos());
      will.setRetained(lastWill.retained());
      o.setWill(lastWill.topic(), will);
    }
    return o;
  }

  private void subscribe(long mine, IMqttToken connected) {
    if (mine != attempt || state != State.CONNECTING) {
      return;
    }
    MqttProperties properties = connected.getResponseProperties();
    Integer allowed = properties == null ? null : properties.getReceiveMaximum();
    maxInFlight = allowed == null ? RECEIVE_MAXIMUM : Math.min(RECEIVE_MAXIMUM, allowed);
    MqttSubscription[] subscriptions =
        filters.stream().map(f -> new MqttSubscription(f, 1)).toArray(MqttSubscription[]::new);
    try {
      client.subscribe(
          subscriptions,
          null,
          listener(
              token -> ready(mine), reason -> attemptFailed(mine, "cannot subscribe: " + reason)),
          new MqttProperties());
    } catch (MqttException e) {
      attemptFailed(mine, "cannot subscribe: " + reason(e));
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
    discard(client);
    client = null;
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
        MqttMessage message = new MqttMessage(next.payload());
        message.setQos(next.qos());
        message.setRetained(next.retained());
        if (next.expiryS() > 0) {
          MqttProperties properties = new MqttProperties();
          properties.setMessageExpiryInterval(next.expiryS());
          message.setProperties(properties);
        }
        inFlight++;
        client.publish(
            next.topic(),
            message,
            null,
            listener(token -> sent(mine), reason -> refused(mine, next.topic(), reason)));
        queue.remove();
      } catch (MqttException e) {
        inFlight--;
        if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
          // Paho frees a place a moment after it says so.
          schedule(Duration.ofMillis(RETRY_SEND_MS), this::pump);
        } else {
          LOG.debug("{}: cannot send to {}: {}", options.clientId(), next.topic(), reason(e));
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

  private void sayGoodbye(Outbound farewell) {
    try {
      if (farewell != null) {
        MqttMessage message = new MqttMessage(farewell.payload());
        message.setQos(farewell.qos());
        message.setRetained(farewell.retained());
        client.publish(farewell.topic(), message).waitForCompletion(1000);
      }
      client.disconnect(0).waitForCompletion(1000);
    } catch (MqttException e) {
      LOG.debug("{}: not disconnected in order: {}", options.clientId(), reason(e));
    }
  }

  private static void discard(MqttAsyncClient old) {
    if (old == null) {
      return;
    }
    try {
      if (old.isConnected()) {
        old.disconnectForcibly(0, 0, false);
      }
    } catch (MqttException | RuntimeException e) {
      LOG.debug("disconnecting a lost connection: {}", e.toString());
    }
    try {
      old.close(true);
    } catch (MqttException | RuntimeException e) {
      LOG.debug("closing a lost connection: {}", e.toString());
    }
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

  private interface OnSuccess {
    void accept(IMqttToken token);
  }

  private interface OnFailure {
    void accept(String reason);
  }

  private MqttActionListener listener(OnSuccess success, OnFailure failure) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        execute(() -> success.accept(token));
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        execute(() -> failure.accept(reason(cause)));
      }
    };
  }

  /** The deepest cause says what happened; Paho's own text rarely does. */
  private static String reason(Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return deepest == failure ? text : text + " (" + failure.getMessage() + ")";
  }

  /** Runs on Paho's threads: only hands over. */
  private final class Events implements MqttCallback {
    private final long mine;

    Events(long mine) {
      this.mine = mine;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      String said = response.getReasonString();
      String reason = said == null ? reason(response.getException()) : said;
      execute(() -> lost(mine, response.getReturnCode(), reason));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      byte[] payload = message.getPayload();
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

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.warn("{}: {}", options.clientId(), reason(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
