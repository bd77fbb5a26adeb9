package io.mbmpo.launch.system;

import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttSpectator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** {@code ./mbmpo demo} as a process group of its own, watched over its broker. */
final class DemoProcess implements AutoCloseable {
  /** A run of seconds in which every part still does its work, four iterations long. */
  static final List<String> TINY =
      set(
          "iterations=4",
          "model.count=2",
          "model.hidden=[16]",
          "model.maxEpochs=5",
          "meta.steps=2",
          "meta.rollouts=4",
          "meta.horizon=15",
          "real.randomEpisodes=3",
          "real.randomHorizon=40",
          "real.horizon=40");

  private final LauncherProcess process;
  private final String uri;
  private final List<MqttSpectator> spectators = new ArrayList<>();

  private DemoProcess(LauncherProcess process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** With an embedded broker on a free port. */
  static DemoProcess start(Path folder, String... arguments) throws IOException {
    int port = freePort();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--broker-port", "" + port));
    return start(folder, "tcp://127.0.0.1:" + port, all);
  }

  /** With a broker that runs already. */
  static DemoProcess startOn(String uri, Path folder, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--broker", uri));
    return start(folder, uri, all);
  }

  private static DemoProcess start(Path folder, String uri, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("demo", "--evaluate", "1"));
    command.addAll(arguments);
    return new DemoProcess(LauncherProcess.start(folder, command), uri);
  }

  /** The same options as the command line wants them. */
  static List<String> set(String... settings) {
    return Arrays.stream(settings).flatMap(s -> List.of("--set", s).stream()).toList();
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Tells what the learner says of its progress, on a link thread. */
  DemoProcess onProgress(Consumer<LearnerProgress> consumer) {
    return watch("test-progress", consumer, report -> {});
  }

  /** Tells what the robot says of snapshots, on a link thread. */
  DemoProcess onReport(Consumer<SnapshotReport> consumer) {
    return watch("test-report", progress -> {}, consumer);
  }

  private DemoProcess watch(
      String clientId, Consumer<LearnerProgress> progress, Consumer<SnapshotReport> report) {
    LinkOptions options =
        new LinkOptions(
            uri,
            "go1",
            clientId,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofSeconds(4),
            32 << 10);
    MqttSpectator spectator = new MqttSpectator(options, new Watcher(progress, report));
    spectators.add(spectator);
    spectator.start();
    return this;
  }

  /** kill −9 of a role's process, which is named in the role's lock. */
  static void kill(RunFolder run, String role) {
    LauncherProcess.kill(run.path().resolve("locks").resolve(role + ".lock"));
  }

  /** Ctrl-C: SIGINT to the whole group. */
  void interrupt() throws IOException, InterruptedException {
    process.interrupt();
  }

  /** Waits for the end. */
  int exitStatus(Duration most) throws IOException, InterruptedException {
    return process.exitStatus(most);
  }

  /** All that it printed. */
  String output() throws IOException {
    return process.output();
  }

  /** Processes it has started that still run. */
  List<ProcessHandle> descendants() {
    return process.descendants();
  }

  @Override
  public void close() {
    spectators.forEach(MqttSpectator::close);
    process.close();
  }

  private record Watcher(Consumer<LearnerProgress> progress, Consumer<SnapshotReport> report)
      implements MqttSpectator.Listener {
    @Override
    public void progressed(LearnerProgress now) {
      progress.accept(now);
    }

    @Override
    public void robotStatusChanged(RobotStatus status) {}

    @Override
    public void snapshotReported(SnapshotReport now) {
      report.accept(now);
    }

    @Override
    public void connectionChanged(boolean connected, String reason) {}
  }
}
