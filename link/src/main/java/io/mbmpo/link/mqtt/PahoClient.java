package io.mbmpo.link.mqtt;

import io.mbmpo.link.codec.WireRules;
import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import io.mbmpo.link.tls.TlsFailure;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
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
 * One attempt at one connection, in Paho's terms. Called by the link thread; everything passed in
 * to be called back is called on Paho's threads and must only hand over.
 */
final class PahoClient {
  /** What happens to a connection by itself. */
  interface Events {
    void lost(int returnCode, String reason);

    void received(String topic, byte[] payload);
  }

  private static final Logger LOG = LoggerFactory.getLogger(PahoClient.class);
  private static final int RECEIVE_MAXIMUM = 32;
  private static final int REFUSED = 0x80;
  private static final int NOT_AUTHORIZED = 0x87;
  // Paho writes to java.util.logging, by default stderr; every failure it tells there reaches us as
  // a reason, too. Held here, since that logging forgets loggers that nobody holds.
  private static final java.util.logging.Logger PAHO =
      java.util.logging.Logger.getLogger("org.eclipse.paho.mqttv5");

  static {
    PAHO.setLevel(Level.OFF);
  }

  private final LinkOptions options;
  private final Outbound lastWill;
  private final MqttAsyncClient client;

  PahoClient(LinkOptions options, Outbound lastWill, Events events) throws MqttException {
    this.options = options;
    this.lastWill = lastWill;
    this.client =
        new MqttAsyncClient(options.brokerUri(), options.clientId(), new MemoryPersistence());
    client.setCallback(new Callback(options.clientId(), events));
  }

  /**
   * @param done told how many messages may be on the way to the broker at once
   */
  void connect(IntConsumer done, Consumer<String> failed) throws MqttException {
    client.connect(
        connectionOptions(),
        null,
        new Action(
            cause -> failed.accept(whyNotConnected(cause)),
            token -> {
              MqttProperties properties = token.getResponseProperties();
              Integer allowed = properties == null ? null : properties.getReceiveMaximum();
              done.accept(allowed == null ? RECEIVE_MAXIMUM : Math.min(RECEIVE_MAXIMUM, allowed));
            }));
  }

  void subscribe(List<String> filters, Runnable done, Consumer<String> failed)
      throws MqttException {
    MqttSubscription[] subscriptions =
        filters.stream().map(f -> new MqttSubscription(f, 1)).toArray(MqttSubscription[]::new);
    client.subscribe(
        subscriptions,
        null,
        new Action(cause -> failed.accept(reason(cause)), token -> done.run()),
        new MqttProperties());
  }

  void publish(Outbound message, Runnable done, Consumer<String> failed) throws MqttException {
    client.publish(
        message.topic(),
        paho(message),
        null,
        new Action(
            cause -> failed.accept(reason(cause)),
            token -> {
              // Paho takes a refusal for success.
              int[] codes = token.getReasonCodes();
              if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
                failed.accept(refusal(codes[0]));
              } else {
                done.run();
              }
            }));
  }

  /** Sends the last message, if any, and disconnects; waits for at most two seconds. */
  void goodbye(Outbound farewell) {
    try {
      if (farewell != null) {
        client.publish(farewell.topic(), paho(farewell)).waitForCompletion(1000);
      }
      client.disconnect(0).waitForCompletion(1000);
    } catch (MqttException e) {
      LOG.debug("{}: not disconnected in order: {}", options.clientId(), reason(e));
    }
  }

  /** Ends its threads, whatever state it is in. */
  void discard() {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 0, false);
      }
    } catch (MqttException | RuntimeException e) {
      LOG.debug("disconnecting a lost connection: {}", e.toString());
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      LOG.debug("closing a lost connection: {}", e.toString());
    }
  }

  /** The deepest cause says what happened; Paho's own text rarely does. */
  static String reason(Throwable failure) {
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

  MqttConnectionOptions connectionOptions() {
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
    if (options.transport() != null) {
      o.setSocketFactory(PromptSockets.over(options.transport().sockets()));
      o.setHttpsHostnameVerificationEnabled(true);
    } else if (options.brokerUri().startsWith("tcp:")) {
      o.setSocketFactory(PromptSockets.plain()); // for ssl Paho would refuse them
    }
    if (lastWill != null) {
      o.setWill(lastWill.topic(), paho(lastWill));
    }
    return o;
  }

  private static MqttMessage paho(Outbound message) {
    MqttMessage m = new MqttMessage(message.payload());
    m.setQos(message.qos());
    m.setRetained(message.retained());
    if (message.expiryS() > 0) {
      MqttProperties properties = new MqttProperties();
      properties.setMessageExpiryInterval(message.expiryS());
      m.setProperties(properties);
    }
    return m;
  }

  /** Asks TLS what happened; may wait, on Paho's thread, whose attempt is over. */
  private String whyNotConnected(Throwable cause) {
    if (options.transport() == null) {
      return reason(cause);
    }
    return new TlsFailure(options.transport(), URI.create(options.brokerUri()))
        .sentence(cause)
        .orElseGet(() -> reason(cause));
  }

  private String refusal(int code) {
    return code == NOT_AUTHORIZED
        ? options.clientId()
            + " is not allowed to write there; do the broker's keys and its acl know it? (./mbmpo"
            + " keys list)"
        : "reason code " + code;
  }

  private record Action(Consumer<Throwable> failed, Consumer<IMqttToken> done)
      implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      done.accept(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      failed.accept(cause);
    }
  }

  private record Callback(String clientId, Events events) implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      String said = response.getReasonString();
      events.lost(response.getReturnCode(), said == null ? reason(response.getException()) : said);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      events.received(topic, message.getPayload());
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.warn("{}: {}", clientId, reason(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
