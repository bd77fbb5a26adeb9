package io.mbmpo.link.mqtt;

import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Time from handing 6 kB to one connection until another has it, one message at a time. */
final class LatencyBench {
  private static final int MESSAGES = 3000;
  private static final int WARM_UP = 1000;

  private LatencyBench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("latency");
    long begin = System.nanoTime();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("hivemq"))) {
      System.out.printf("HiveMQ started in %.2f s%n", (System.nanoTime() - begin) / 1e9);
      measure("HiveMQ embedded", broker.uri());
    }
    begin = System.nanoTime();
    EmbeddedBroker.start(0, folder.resolve("hivemq")).close();
    System.out.printf(
        "HiveMQ started again and stopped in %.2f s%n", (System.nanoTime() - begin) / 1e9);
    try (MosquittoBroker broker =
        MosquittoBroker.start(Files.createDirectories(folder.resolve("mosquitto")))) {
      measure("Mosquitto", broker.uri());
    }
  }

  private static void measure(String name, String uri) throws IOException, InterruptedException {
    LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Boolean> up = new LinkedBlockingQueue<>();
    MqttConnection to = connection(uri, "to", List.of("bench"), arrivals, up);
    MqttConnection from = connection(uri, "from", List.of("unused"), arrivals, up);
    up.take();
    up.take();
    long[] nanos = new long[MESSAGES];
    for (int i = -WARM_UP; i < MESSAGES; i++) {
      byte[] payload = new byte[6000];
      ByteBuffer.wrap(payload).putLong(System.nanoTime());
      from.execute(() -> from.send(new Outbound("bench", payload, 1, false, 0)));
      Long took = arrivals.poll(10, TimeUnit.SECONDS);
      if (took == null) {
        throw new IOException("a message was lost");
      }
      if (i >= 0) {
        nanos[i] = took;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s: 6 kB p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        name,
        nanos[MESSAGES / 2] / 1e6,
        nanos[MESSAGES * 99 / 100] / 1e6,
        nanos[MESSAGES - 1] / 1e6);
    from.close(null);
    to.close(null);
  }

  private static MqttConnection connection(
      String uri,
      String id,
      List<String> filters,
      LinkedBlockingQueue<Long> arrivals,
      LinkedBlockingQueue<Boolean> up) {
    LinkOptions d = LinkOptions.ofRobot(uri, "bench");
    LinkOptions options =
        new LinkOptions(
            uri,
            "bench",
            id,
            d.connectTimeout(),
            d.maxBackoff(),
            d.keepAlive(),
            d.sessionExpiry(),
            d.resendAfter(),
            d.chunkBytes());
    MqttConnection.Handler handler =
        new MqttConnection.Handler() {
          @Override
          public void connected() {
            up.add(true);
          }

          @Override
          public void disconnected(String reason) {}

          @Override
          public void received(String topic, byte[] payload) {
            arrivals.add(System.nanoTime() - ByteBuffer.wrap(payload).getLong());
          }
        };
    MqttConnection connection = new MqttConnection(options, null, filters, handler);
    connection.start();
    return connection;
  }
}
