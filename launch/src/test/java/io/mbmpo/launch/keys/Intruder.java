package io.mbmpo.launch.keys;

import io.mbmpo.link.signing.Pem;
import io.mbmpo.link.tls.TransportKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An MQTT client that keeps to none of our rules: any certificate, any name, any topic. */
final class Intruder implements AutoCloseable {
  record Heard(String topic, byte[] payload) {}

  private static final long WAIT_MS = 10_000;
  private static final char[] NO_PASSWORD = {};

  final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final MqttAsyncClient client;

  /**
   * @param own folder of its certificate and key; null for none
   * @param authority folder of the authority that it trusts; null for no TLS
   * @throws MqttException when the broker does not let it in
   */
  Intruder(String uri, String clientId, Path own, Path authority)
      throws MqttException, IOException, GeneralSecurityException {
    client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
    client.setCallback(new Ear());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setConnectionTimeout(5);
    options.setCleanStart(true);
    if (authority != null) {
      options.setSocketFactory(sockets(own, authority));
    }
    try {
      client.connect(options).waitForCompletion(WAIT_MS);
    } catch (MqttException e) {
      client.close(true);
      throw e;
    }
  }

  void subscribe(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(WAIT_MS);
  }

  /**
   * Publishes and waits for what the broker says to it.
   *
   * @return the broker's answer, as MQTT 5 numbers them: below 128 it was taken
   */
  int publish(String topic, byte[] payload, boolean retained) throws MqttException {
    IMqttToken token = client.publish(topic, payload, 1, retained);
    token.waitForCompletion(WAIT_MS);
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[0];
  }

  boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnectForcibly(0, 1000, false);
    }
    client.close(true);
  }

  private static SSLSocketFactory sockets(Path own, Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(authority.resolve(TransportKeys.AUTHORITY)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (own != null) {
      Path file = own.resolve(TransportKeys.KEY);
      byte[] key = Pem.find(file, Pem.read(file), Pem.PRIVATE);
      store.setKeyEntry(
          "own",
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          NO_PASSWORD,
          new Certificate[] {certificate(own.resolve(TransportKeys.CERTIFICATE))});
    }
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private final class Ear implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(new Heard(topic, message.getPayload()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
