package io.mbmpo.launch.keys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Mosquitto, started in a broker's folder as {@code ./mbmpo keys mosquitto} says. */
final class SecuredBroker implements AutoCloseable {
  private final Process process;

  private SecuredBroker(Process process) {
    this.process = process;
  }

  /** Skips the test where Mosquitto is not installed. */
  static SecuredBroker start(Path folder, int port) throws IOException, InterruptedException {
    Optional<Path> binary =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                List.of("/usr/sbin", "/usr/local/sbin").stream())
            .map(dir -> Path.of(dir, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "mosquitto is not installed: apt-get install mosquitto");
    Path log = folder.resolveSibling("mosquitto.log");
    Process process =
        new ProcessBuilder(binary.get().toString(), "-c", "mosquitto.conf")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int left = 200; ; left--) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new SecuredBroker(process);
      } catch (IOException e) {
        if (left == 0 || process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException("mosquitto did not start: " + Files.readString(log), e);
        }
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
