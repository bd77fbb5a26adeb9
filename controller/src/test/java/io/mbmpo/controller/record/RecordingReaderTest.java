package io.mbmpo.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.mcap.McapException;
import io.mbmpo.controller.mcap.McapWriter;
import io.mbmpo.controller.ros.RosDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that look like recordings and are not quite. */
class RecordingReaderTest {
  @TempDir private Path folder;

  /** A file with one message. */
  private Path file(String topic, String type, byte[] payload) throws IOException {
    Path file = folder.resolve("odd.mcap");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      McapWriter writer = new McapWriter(channel, "ros2", "test", 1000);
      writer.metadata(
          RecordingHead.METADATA, RecordingHead.of(Tape.SOURCE, Tape.CLOCK.instant()).toMap());
      int schema = writer.schema(type, RosDefinition.ENCODING, RosDefinition.of(type));
      writer.message(writer.channel(schema, topic, "cdr"), 7, 0, 0, ByteBuffer.wrap(payload));
      writer.finish();
    }
    return file;
  }

  @Test
  void aMessageThatEndsEarlyIsRefusedWithItsTickAndTopic() throws IOException {
    Path file = file("/mbmpo/tick", "mbmpo_msgs/msg/Tick", new byte[] {0, 1, 0, 0, 5, 5});
    assertThatThrownBy(() -> new RecordingReader(file).ticks(tick -> {}))
        .isInstanceOf(RecordingException.class)
        .hasMessage(file + ": tick 7, /mbmpo/tick: too short");
  }

  @Test
  void aTopicOfAnotherTypeIsRefused() throws IOException {
    Path file = file("/joint_states", "sensor_msgs/msg/Imu", new byte[400]);
    assertThatThrownBy(() -> new RecordingReader(file).ticks(tick -> {}))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("/joint_states is sensor_msgs/msg/Imu, not sensor_msgs/msg/Joint");
  }

  @Test
  void aTopicThatIsNotOursIsPassedOver() throws IOException {
    Path file = file("/camera/info", "std_msgs/msg/String", new byte[3]);
    assertThat(new RecordingReader(file).ticks(tick -> {})).isTrue();
  }

  @Test
  void anAttachedPolicyThatIsNoneIsRefused() throws IOException {
    Path file = folder.resolve("odd.mcap");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      McapWriter writer = new McapWriter(channel, "ros2", "test", 1000);
      writer.metadata(
          RecordingHead.METADATA, RecordingHead.of(Tape.SOURCE, Tape.CLOCK.instant()).toMap());
      writer.attachment(0, "snapshot-1.pb", RecordingFile.SNAPSHOT_MEDIA_TYPE, new byte[] {8, 7});
      writer.finish();
    }
    assertThatThrownBy(() -> new RecordingReader(file).ticks(tick -> {}))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("attachment snapshot-1.pb");
  }

  @Property(tries = 30)
  void aDamagedRecordingIsRefusedOrReadButNothingElseIsThrown(@ForAll long seed)
      throws IOException {
    Path here = Files.createTempDirectory("mbmpo-damage");
    try (Tape tape = new Tape(here, Tape.LIMITS)) {
      tape.bench.controller.offer(Bench.random("e", 3));
      tape.bench.ticks(300);
    }
    Path file = RecordingFolder.list(here).get(0);
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        long[] next = {0};
        boolean unused =
            new RecordingReader(file)
                .ticks(tick -> assertThat(tick.tick.tick).isEqualTo(next[0]++));
      } catch (McapException | RecordingException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
    }
    Files.delete(file);
    Files.delete(here);
  }
}
