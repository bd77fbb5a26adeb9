package io.mbmpo.launch.bench;

import io.mbmpo.launch.exit.LaunchException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Plain MQTT messages there and back between two clients of one broker, QoS 1, nothing of ours. */
final class PlainPing implements AutoCloseable {
  private static final long PATIENCE_MS = 20_000;
  private static final int QOS = 1;

  private final String there = "mbmpo-bench/" + UUID.randomUUID() + "/ping";
  private final String back = there + "/pong";
  private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> returns = new LinkedBlockingQueue<>();
  private final byte[] payload;
  private final MqttAsyncClient sender;
  private final MqttAsyncClient echo;

  /** Times of one message, ns. */
  record Trip(long thereNanos, long backNanos) {}

  /**
   * @param sockets that its clients use; null for Paho's own
   */
  PlainPing(String broker, int bytes, SocketFactory sockets) {
    payload = new byte[bytes];
    try {
      echo = client(broker, sockets, there, this::echo);
      sender = client(broker, sockets, back, message -> returns.add(System.nanoTime()));
    } catch (MqttException e) {
      throw LaunchException.environment("no broker at " + broker + ": " + e.getMessage(), e);
    }
  }

  Trip send() throws InterruptedException {
    try {
      long sent = System.nanoTime();
      sender.publish(there, payload, QOS, false);
      Long arrived = arrivals.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
      Long returned = returns.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
      if (arrived == null || returned == null) {
        throw LaunchException.failedRun("a plain message was lost");
      }
      return new Trip(arrived - sent, returned - sent);
    } catch (MqttException e) {
      throw LaunchException.failedRun("a plain message cannot be sent: " + e.getMessage());
    }
  }

  private void echo(MqttMessage message) throws MqttException {
    arrivals.add(System.nanoTime());
    echo.publish(back, new MqttMessage(new byte[] {1}, QOS, false, new MqttProperties()));
  }

  private static MqttAsyncClient client(
      String broker, SocketFactory sockets, String topic, Receiver receiver) throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient(broker, "ping-" + UUID.randomUUID(), new MemoryPersistence());
    client.setCallback(receiver);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(sockets);
    client.connect(options).waitForCompletion(PATIENCE_MS);
    client.subscribe(topic, QOS).waitForCompletion(PATIENCE_MS);
    return client;
  }

  @Override
  public void close() {
    for (MqttAsyncClient client : new MqttAsyncClient[] {sender, echo}) {
      try {
        client.disconnect().waitForCompletion(PATIENCE_MS);
        client.close();
      } catch (MqttException e) {
        throw LaunchException.failedRun("the ping did not end well: " + e.getMessage());
      }
    }
  }

  /** What is done with a message; the rest is none of the ping's business. */
  @FunctionalInterface
  private interface Receiver extends MqttCallback {
    void received(MqttMessage message) throws MqttException;

    @Override
    default void messageArrived(String topic, MqttMessage message) throws MqttException {
      received(message);
    }

    @Override
    default void disconnected(MqttDisconnectResponse response) {}

    @Override
    default void mqttErrorOccurred(MqttException exception) {}

    @Override
    default void deliveryComplete(IMqttToken token) {}

    @Override
    default void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    default void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
