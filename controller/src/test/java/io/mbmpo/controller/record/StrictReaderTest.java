package io.mbmpo.controller.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording read by what ROS people's tools read it with: npm's {@code @mcap/core} and {@code
 * @foxglove/rosmsg2-serialization}, which know only the file. Every number and text of every message
 * is compared with what the controller saw and did.
 */
class StrictReaderTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("mbmpo.root", ".."), "controller/src/test/node/strict-reader");

  @TempDir private static Path reader;

  @TempDir private Path folder;

  @BeforeAll
  static void installTheReaders() throws Exception {
    for (String program : List.of("node", "npm")) {
      if (run(reader, program, "--version").status != 0) {
        abort("skipped: " + program + " is not installed (apt-get install nodejs npm)");
      }
    }
    for (String file : List.of("package.json", "package-lock.json", "read.mjs")) {
      Files.copy(SCRIPT.resolve(file), reader.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Ran npm = run(reader, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    if (npm.status != 0) {
      abort("skipped: the readers cannot be installed by npm: " + npm.output);
    }
  }

  @Test
  void everyMessageIsReadByOthersAsItWasRecorded() throws Exception {
    Expected expected = new Expected();
    PreparedRollout rollout = Bench.gaussian("e-1", 30, Bench.snapshot(Bench.version(1, 0)));
    record(expected, rollout);

    JsonNode read = read(false);
    Map<String, String> topics = expected.topics();
    assertThat(topics(read.at("/byIndex/topics"))).isEqualTo(topics);
    assertThat(topics(read.at("/fromBeginning/topics"))).isEqualTo(topics);
    assertThat(read.at("/byIndex/profile").asText()).isEqualTo("ros2");
    assertThat(read.at("/byIndex/statistics").asLong()).isEqualTo(expected.messages());
    assertThat(read.at("/byIndex/chunks").asInt()).isGreaterThan(5);
    assertThat(read.at("/fromBeginning/records/Chunk").asInt())
        .isEqualTo(read.at("/byIndex/chunks").asInt());
    assertThat(read.at("/byIndex/metadata/mbmpo/robot").asText()).isEqualTo("go1");
    assertThat(read.at("/byIndex/metadata/mbmpo.end/ticks").asText())
        .isEqualTo("" + expected.ticks);
    assertThat(read.at("/byIndex/attachments")).hasSize(1);
    assertThat(read.at("/byIndex/attachments/0/bytes").asInt())
        .isEqualTo(WireCodec.encode(rollout.snapshot()).length);
  }

  @Test
  void aFileWhoseWriterWasKilledIsReadByOthersUpToItsLastWholeChunk() throws Exception {
    record(new Expected(), Bench.random("e-1", 30));
    Path file = RecordingFolder.list(folder).get(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    long[] ticks = {0};
    assertThat(new RecordingReader(file).ticks(tick -> ticks[0]++)).isFalse();

    assertThat(ticks[0]).isPositive();
    assertThat(read(true).at("/fromBeginning/topics/~1mbmpo~1tick/messages").asLong())
        .isEqualTo(ticks[0]);
  }

  /** An episode that ends in a fall, an emergency stop, and its end. */
  private void record(Expected expected, PreparedRollout rollout) {
    SplittableRandom random = new SplittableRandom(2);
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.tamper = expected::add;
      Bench bench = tape.bench;
      bench.robot.spoilImu = imu -> Arrays.setAll(imu.angularVelocity, i -> random.nextDouble());
      bench.running(rollout);
      bench.flags.set(Condition.LINK_LOST, true);
      bench.ticks(150);
      bench.robot.rollRad = 1.2;
      bench.tickUntil(Mode.DAMPING);
      bench.robot.operator(true, false);
      bench.ticks(20);
      bench.robot.operator(false, true);
      bench.robot.rollRad = 0;
      bench.tickUntil(Mode.OFF);
    }
  }

  private JsonNode read(boolean cut) throws Exception {
    String file = RecordingFolder.list(folder).get(0).toString();
    Ran ran =
        cut
            ? run(reader, "node", "read.mjs", file, "--cut")
            : run(reader, "node", "read.mjs", file);
    assertThat(ran.status).as(ran.output).isZero();
    return new ObjectMapper().readTree(ran.output);
  }

  private static Map<String, String> topics(JsonNode topics) {
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, JsonNode> topic : topics.properties()) {
      JsonNode t = topic.getValue();
      String digest = topic.getKey().equals("/diagnostics") ? "" : " " + t.get("sha256").asText();
      found.put(topic.getKey(), t.get("type").asText() + " × " + t.get("messages") + digest);
    }
    return found;
  }

  private record Ran(int status, String output) {}

  private static Ran run(Path folder, String... command) throws InterruptedException {
    try {
      Path output = Files.createTempFile(folder, "run", ".out");
      int status =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      return new Ran(status, Files.readString(output, UTF_8));
    } catch (IOException e) { // no such program
      return new Ran(-1, e.toString());
    }
  }
}
