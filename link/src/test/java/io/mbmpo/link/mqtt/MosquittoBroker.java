package io.mbmpo.link.mqtt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Mosquitto process on a free loopback port, with persistence, that can be killed. */
final class MosquittoBroker implements AutoCloseable {
  private final Path binary;
  private final Path folder;
  private final int port;
  private Process process;

  private MosquittoBroker(Path binary, Path folder, int port) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
  }

  /** Skips the test where Mosquitto is not installed. */
  static MosquittoBroker start(Path folder) throws IOException {
    Optional<Path> binary =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(":")),
                List.of("/usr/sbin", "/usr/local/sbin").stream())
            .map(dir -> Path.of(dir, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "mosquitto is not installed: apt-get install mosquitto");
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        user %s
        persistence true
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 1
        """
            .formatted(port, System.getProperty("user.name"), data));
    MosquittoBroker broker = new MosquittoBroker(binary.get(), folder, port);
    broker.restart();
    return broker;
  }

  String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  void restart() throws IOException {
    process =
        new ProcessBuilder(binary.toString(), "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    for (long left = 200; ; left--) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return;
      } catch (IOException e) {
        if (left == 0 || !process.isAlive()) {
          throw new IOException(
              "mosquitto did not start: " + Files.readString(folder.resolve("mosquitto.log")), e);
        }
        Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(20));
      }
    }
  }

  /** As kill −9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
