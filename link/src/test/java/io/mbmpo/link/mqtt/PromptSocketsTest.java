package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.mbmpo.link.tls.TransportKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No socket of the link holds a message back. */
class PromptSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static SocketFactory sockets(boolean tls) {
    return tls
        ? PromptSockets.over((SSLSocketFactory) SSLSocketFactory.getDefault())
        : PromptSockets.plain();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSocketThatIsConnectedLaterSendsAtOnce(boolean tls) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Socket socket = sockets(tls).createSocket()) {
      assertThat(socket instanceof SSLSocket).isEqualTo(tls);
      socket.connect(server.getLocalSocketAddress());
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSocketThatIsConnectedAtOnceSendsAtOnce(boolean tls) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 4, LOOPBACK)) {
      String host = LOOPBACK.getHostAddress();
      int port = server.getLocalPort();
      SocketFactory sockets = sockets(tls);
      sendsAtOnce(sockets.createSocket(host, port));
      sendsAtOnce(sockets.createSocket(host, port, LOOPBACK, 0));
      sendsAtOnce(sockets.createSocket(LOOPBACK, port));
      sendsAtOnce(sockets.createSocket(LOOPBACK, port, LOOPBACK, 0));
    }
  }

  private static void sendsAtOnce(Socket socket) throws IOException {
    try (socket) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  @Test
  void tlsOverASocketMakesThatOneSendAtOnce() throws IOException {
    SSLSocketFactory tls = PromptSockets.over((SSLSocketFactory) SSLSocketFactory.getDefault());
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Socket below = new Socket(LOOPBACK, server.getLocalPort());
        Socket above = tls.createSocket(below, "broker", server.getLocalPort(), false)) {
      assertThat(above).isInstanceOf(SSLSocket.class);
      assertThat(below.getTcpNoDelay()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLinkConnectsOnSuchSockets(boolean tls) throws IOException, MqttException {
    LinkOptions options =
        LinkOptions.ofRobot(tls ? "ssl://127.0.0.1:8883" : "tcp://127.0.0.1:1883", "go1");
    if (tls) {
      TransportKeys keys = mock(TransportKeys.class);
      when(keys.identity()).thenReturn(options.clientId());
      when(keys.sockets()).thenReturn((SSLSocketFactory) SSLSocketFactory.getDefault());
      options = options.withTransport(keys);
    }
    PahoClient client = new PahoClient(options, null, null);
    try (Socket socket = client.connectionOptions().getSocketFactory().createSocket()) {
      assertThat(socket instanceof SSLSocket).isEqualTo(tls);
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
    client.discard();
  }
}
