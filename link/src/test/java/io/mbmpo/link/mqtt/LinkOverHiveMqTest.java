package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.link.LinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkOverHiveMqTest extends LinkContract {
  @TempDir static Path brokerFolder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(0, brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Override
  String brokerUri() {
    return broker.uri();
  }

  @Test
  void aBusyPortIsNamedWithWhatToDo(@TempDir Path other) throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = busy.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(port, other))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("port " + port + " is in use")
          .hasMessageContaining("--broker tcp://127.0.0.1:" + port);
    }
  }

  @Test
  void itListensOnLoopbackOnly() {
    assertThat(broker.uri()).startsWith("tcp://127.0.0.1:");
  }
}
