package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.SnapshotReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop in real processes. One run goes through undisturbed; every other one has the same
 * description (name, start second, seed, settings, keys), is disturbed, and must come to the same
 * data set, policies and metrics, bit by bit.
 */
class LoopIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir static Path folder;
  private static RunFolder undisturbed;
  private static String output;

  @BeforeAll
  static void oneRunGoesThroughUndisturbed() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--quick", "--runs", folder.resolve("runs").toString()));
    arguments.addAll(DemoProcess.TINY);
    try (DemoProcess demo = DemoProcess.start(folder, arguments.toArray(String[]::new))) {
      int status = demo.exitStatus(LIMIT);
      output = demo.output();
      assertThat(status).as(output).isZero();
    }
    undisturbed = RunFolder.open(RunFolder.list(folder.resolve("runs")).get(0));
  }

  @Test
  void theDemoChecksItselfAndLeavesACompleteRunFolder() {
    assertThat(output)
        .contains("in 3 iterations the controller activated a new signed set of adapted policies");
    assertThat(undisturbed.state()).isEqualTo(RunFolder.State.FINISHED);
    for (String file :
        List.of(
            "run.yaml",
            "metrics.csv",
            "curve.png",
            "episodes.db",
            "policy.snapshot",
            "activations.csv",
            "evaluation.csv",
            "logs/demo.log",
            "logs/robot.log",
            "logs/learn.log")) {
      assertThat(undisturbed.path().resolve(file)).isNotEmptyFile();
    }
    for (Path filled :
        List.of(undisturbed.tensorBoard(), undisturbed.checkpoints(), undisturbed.snapshots())) {
      assertThat(filled).isNotEmptyDirectory();
    }
  }

  @Test
  void allThatTheRobotDidIsReplayedBitForBit() throws Exception {
    LauncherProcess.run(folder, "replay", undisturbed.path().toString());
  }

  @Test
  void aLearnerKilledWhileCollectingFittingAndMetaLearningLosesAndDoublesNothing()
      throws Exception {
    RunFolder run = twin("learner-killed");
    List<String> moments = List.of("1 collect", "2 fit", "3 meta-step");
    AtomicInteger kills = new AtomicInteger();
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", run.path().toString())) {
      demo.onProgress(
          now -> {
            String moment = now.iteration() + " " + now.phase();
            if (kills.get() < moments.size() && moment.equals(moments.get(kills.get()))) {
              kills.incrementAndGet();
              DemoProcess.kill(run, "learn");
            }
          });
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
      assertThat(kills).hasValue(3);
      assertThat(demo.output()).contains("learn was killed by signal 9");
    }
    assertSame(run);
  }

  @Test
  void aRobotKilledInAnEpisodeLosesAndDoublesNothing() throws Exception {
    RunFolder run = twin("robot-killed");
    AtomicInteger activated = new AtomicInteger();
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", run.path().toString())) {
      demo.onReport(
          report -> {
            // The report goes out as the episode begins.
            if (report.outcome() == SnapshotReport.Outcome.ACTIVATED
                && activated.incrementAndGet() == 2) {
              DemoProcess.kill(run, "robot");
            }
          });
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
      assertThat(demo.output()).contains("robot was killed by signal 9");
    }
    assertSame(run);
  }

  @Test
  void theSameSeedGivesTheSameIterations() throws Exception {
    RunFolder run = twin("again");
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", run.path().toString())) {
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
    }
    assertSame(run);
  }

  @Test
  void mosquittoServesAsWellAsTheEmbeddedBroker() throws Exception {
    RunFolder run = twin("mosquitto");
    try (Mosquitto broker = Mosquitto.start(folder);
        DemoProcess demo =
            DemoProcess.startOn(broker.uri(), folder, "--resume", run.path().toString())) {
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
    }
    assertSame(run);
  }

  @Test
  void ctrlCStopsInOrderAndTheRunGoesOnAsIfItHadNotBeenStopped() throws Exception {
    RunFolder run = twin("interrupted");
    CountDownLatch inTheMiddle = new CountDownLatch(1);
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", run.path().toString())) {
      demo.onProgress(
          now -> {
            if (now.iteration() == 2) {
              inTheMiddle.countDown();
            }
          });
      assertThat(inTheMiddle.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(demo.output()).isTrue();
      demo.interrupt();
      assertThat(demo.exitStatus(Duration.ofSeconds(15))).as(demo.output()).isEqualTo(130);
      assertThat(demo.output()).contains("go on with: ./mbmpo demo --resume " + run.path());
      assertThat(demo.descendants()).isEmpty();
    }
    assertThat(Files.readString(run.log("demo")))
        .containsSubsequence("stopping learn", "stopping robot", "stopping broker")
        .doesNotContain("killed");
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", run.path().toString())) {
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
    }
    assertSame(run);
  }

  @Test
  void aDamagedCheckpointEndsTheRunNamingItAndTheOneBefore() throws Exception {
    Path copy = folder.resolve("damaged");
    copyAll(undisturbed.path(), copy);
    Path newest = copy.resolve("checkpoints/iteration-000003.checkpoint");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    try (DemoProcess demo = DemoProcess.start(folder, "--resume", copy.toString())) {
      assertThat(demo.exitStatus(LIMIT)).isEqualTo(1);
      assertThat(demo.output())
          .contains(newest.toString(), "delete it to resume from iteration-000002.checkpoint");
    }
  }

  /** A run of the same description that has not begun. */
  private static RunFolder twin(String name) throws IOException {
    Path twin = Files.createDirectories(folder.resolve(name));
    Files.copy(undisturbed.path().resolve("run.yaml"), twin.resolve("run.yaml"));
    copyAll(undisturbed.keys(), twin.resolve("keys"));
    return RunFolder.open(twin);
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void assertSame(RunFolder run) throws IOException, InterruptedException {
    assertThat(ids(run)).containsExactlyElementsOf(ids(undisturbed)).doesNotHaveDuplicates();
    assertThat(digest(run)).isEqualTo(digest(undisturbed));
    assertThat(snapshots(run)).isEqualTo(snapshots(undisturbed));
    assertThat(rows(run)).isEqualTo(rows(undisturbed));
    LauncherProcess.run(folder, "replay", run.path().toString());
  }

  private static Collection<String> ids(RunFolder run) {
    try (TransitionStore store = new TransitionStore(run.episodes())) {
      return store.episodes(run.name()).stream().map(e -> e.episodeId()).toList();
    }
  }

  private static String digest(RunFolder run) {
    try (TransitionStore store = new TransitionStore(run.episodes())) {
      return HexFormat.of().formatHex(store.digest(run.name()));
    }
  }

  /** Signed policies by file name. */
  private static Map<String, String> snapshots(RunFolder run) throws IOException {
    Map<String, String> snapshots = new TreeMap<>();
    try (Stream<Path> files = Files.list(run.snapshots())) {
      for (Path file : files.toList()) {
        snapshots.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return snapshots;
  }

  /** Metrics without the wall's clock. */
  private static List<IterationRow> rows(RunFolder run) {
    return MetricsCsv.read(run.metrics()).stream()
        .map(
            r ->
                new IterationRow(
                    r.iteration(),
                    r.robotMinutes(),
                    0,
                    r.episodeReturn(),
                    r.forwardSpeedMS(),
                    r.lateralDriftM(),
                    r.falls(),
                    r.episodes(),
                    r.validationLoss(),
                    r.disagreement(),
                    r.kl(),
                    r.adaptationKl(),
                    r.imaginedReturn(),
                    r.snapshotVersion(),
                    0,
                    0,
                    0))
        .toList();
  }
}
