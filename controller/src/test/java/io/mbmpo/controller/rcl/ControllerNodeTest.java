package io.mbmpo.controller.rcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.loop.StopFile;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node but for rcljava, without a broker. */
class ControllerNodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path run;
  private String metrics = "off";
  private String commands = Bench.CONFIG.ros2().topics().commands();
  private final CompletableFuture<LoopbackNode> made = new CompletableFuture<>();
  private final CountDownLatch commanded = new CountDownLatch(3);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CompletableFuture<String> status = new CompletableFuture<>();

  private RclNode open() {
    LoopbackNode node = new LoopbackNode();
    node.listen(commands, new Float64MultiArrayMessage(), message -> commanded.countDown());
    node.listen(
        "mbmpo/status",
        new StringMessage(),
        message -> {
          String text = message.data.toString();
          status.complete(text);
          if (text.contains("mode: ESTOP") && text.contains("emergency stop by: FILE")) {
            stopped.countDown();
          }
        });
    made.complete(node);
    return node;
  }

  private ControllerNode node(long recordMb, long growthLimitMib) {
    NodeSettings settings =
        new NodeSettings(
            "go1",
            Path.of(""),
            run,
            "tcp://127.0.0.1:1",
            null,
            false,
            false,
            metrics,
            recordMb,
            growthLimitMib);
    return new ControllerNode(
        settings, Bench.CONFIG, new TopicNames("", Map.of()), this::open, "abc-dirty");
  }

  private static CompletableFuture<Void> serve(ControllerNode node) {
    CompletableFuture<Void> served = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                node.serve();
                served.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                served.completeExceptionally(e);
              }
            })
        .start();
    return served;
  }

  private void trustSomebody() {
    SigningKey.loadOrCreate(run.resolve("keys"));
  }

  @Test
  void itCommandsAndTellsUntilItIsStoppedAndLeavesNothingRunning() throws Exception {
    trustSomebody();
    int port = freePort();
    metrics = Integer.toString(port);
    ControllerNode node = node(20, 0);
    CompletableFuture<Void> served = serve(node);
    assertThat(commanded.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(status.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .contains("robot: go1", "in: /joint_states", "rcljava_lost_mib: 0.");
    assertThat(page("http://127.0.0.1:" + port + "/metrics")).contains("mbmpo_", "robot=\"go1\"");
    assertThatThrownBy(() -> node(20, 0).serve()).hasMessageContaining("another controller works");
    Files.writeString(run.resolve(StopFile.STOP), "");
    assertThat(stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    node.stop();
    served.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(made.join().isDown()).isTrue();
    assertThat(node.growth().bytes()).isPositive();
    Path recording = RecordingFolder.list(run.resolve("recordings")).get(0);
    assertThat(new RecordingReader(recording).head().revision()).isEqualTo("abc-dirty");
    FolderLock.take(run.resolve("locks").resolve("robot.lock")).close();
  }

  @Test
  void whatIsSentIsWhatTheRunSays() throws Exception {
    trustSomebody();
    Files.writeString(run.resolve("run.yaml"), "settings: {wire: {command: effort}}");
    commands = "forward_effort_controller/commands";
    ControllerNode node = node(0, 0);
    CompletableFuture<Void> served = serve(node);
    assertThat(commanded.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    node.stop();
    served.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String page(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void metricsAskedForWhereTheyCannotBeAreAReasonNotToStart() throws IOException {
    trustSomebody();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      metrics = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> node(0, 0).serve())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("metrics cannot be shown at", metrics, "another address");
    }
    assertThat(made.join().isDown()).isTrue();
  }

  @Test
  void itEndsByItselfWhenTooMuchMemoryIsLost() {
    trustSomebody();
    ControllerNode node = node(0, 1);
    for (int i = 0; i < 10_000; i++) {
      node.growth().received(RosType.ODOMETRY);
    }
    assertTimeoutPreemptively(PATIENCE, node::serve);
    assertThat(made.join().isDown()).isTrue();
    assertThat(run.resolve("recordings")).doesNotExist();
  }

  @Test
  void withoutATrustedKeyThereIsNoNode() {
    assertThatThrownBy(() -> node(20, 0).serve())
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("no trusted key");
    assertThat(made).isNotDone();
    assertThat(Files.exists(run.resolve("spool"))).isTrue();
  }
}
