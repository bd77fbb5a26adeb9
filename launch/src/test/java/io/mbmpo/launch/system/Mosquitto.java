package io.mbmpo.launch.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Mosquitto process on a free loopback port. */
final class Mosquitto implements AutoCloseable {
  private final Process process;
  private final int port;

  private Mosquitto(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the test where Mosquitto is not installed. */
  static Mosquitto start(Path folder) throws IOException, InterruptedException {
    Optional<Path> binary =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                List.of("/usr/sbin", "/usr/local/sbin").stream())
            .map(dir -> Path.of(dir, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "mosquitto is not installed: apt-get install mosquitto");
    int port = DemoProcess.freePort();
    Path configuration = folder.resolve("mosquitto.conf");
    Files.writeString(configuration, "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
    Process process =
        new ProcessBuilder(binary.get().toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mosquitto.log").toFile())
            .start();
    for (int left = 100; ; left--) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Mosquitto(process, port);
      } catch (IOException e) {
        if (left == 0 || process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "mosquitto did not start: " + Files.readString(folder.resolve("mosquitto.log")), e);
        }
      }
    }
  }

  String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
