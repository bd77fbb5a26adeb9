package io.mbmpo.launch.bench;

import io.mbmpo.launch.exit.LaunchException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Mosquitto, as in the field, on a free port of the loopback; it keeps what it holds over a kill −9
 * as well as it can.
 */
public final class MosquittoProgram implements AutoCloseable {
  private static final int CONNECT_MS = 200;
  private static final int ATTEMPTS = 200;
  private static final long BETWEEN_MS = 50;

  private final Path folder;
  private final Path program;
  private final int port;
  private final boolean prompt;
  private Process process;

  private MosquittoProgram(Path folder, Path program, int port, boolean prompt) {
    this.folder = folder;
    this.program = program;
    this.port = port;
    this.prompt = prompt;
  }

  /** Where it is installed. */
  public static Optional<Path> find() {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it, set up as {@code ./mbmpo keys} does.
   *
   * @param folder for its configuration, log and data
   * @throws LaunchException when it is not installed or does not start
   */
  public static MosquittoProgram start(Path folder) throws InterruptedException {
    return start(folder, true);
  }

  /**
   * Starts it.
   *
   * @param folder for its configuration, log and data
   * @param prompt sends every message at once; by default Mosquitto does not
   * @throws LaunchException when it is not installed or does not start
   */
  static MosquittoProgram start(Path folder, boolean prompt) throws InterruptedException {
    Path program =
        find()
            .orElseThrow(
                () ->
                    LaunchException.environment(
                        "mosquitto is not installed: sudo apt-get install mosquitto", null));
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MosquittoProgram broker = new MosquittoProgram(folder, program, probe.getLocalPort(), prompt);
      broker.configure();
      probe.close();
      broker.restart();
      return broker;
    } catch (IOException e) {
      throw LaunchException.environment("cannot start mosquitto: " + e.getMessage(), e);
    }
  }

  private void configure() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    List<String> lines =
        List.of(
            "listener " + port + " 127.0.0.1",
            "allow_anonymous true",
            "set_tcp_nodelay " + prompt,
            "user " + System.getProperty("user.name"),
            "persistence true",
            "persistence_location " + data + "/",
            "autosave_on_changes true",
            "autosave_interval 1");
    Files.write(folder.resolve("mosquitto.conf"), lines);
  }

  /** Starts it again, on the same port, with what it kept. */
  public void restart() throws IOException, InterruptedException {
    Path log = folder.resolve("mosquitto.log");
    process =
        new ProcessBuilder(program.toString(), "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int left = ATTEMPTS; ; left--) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        return;
      } catch (IOException e) {
        if (left == 0 || process.waitFor(BETWEEN_MS, TimeUnit.MILLISECONDS)) {
          throw new IOException("mosquitto did not start: " + Files.readString(log), e);
        }
      }
    }
  }

  /** Its address. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  /** As kill −9. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
