package io.mbmpo.learner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

class TensorBoardEventsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_795_421_329_500L), ZoneOffset.UTC);

  @TempDir private Path folder;

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static long crc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    long value = crc.getValue();
    return ((value >>> 15 | (value << 17 & 0xffffffffL)) + 0xa282ead8L) & 0xffffffffL;
  }

  /** TFRecord frames, every checksum verified. */
  private List<Event> events() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt() & 0xffffffffL).isEqualTo(crc(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertThat(bytes.getInt() & 0xffffffffL).isEqualTo(crc(data));
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  @Test
  void scalarsAreInTheFileOnceWritten() throws IOException {
    try (TensorBoardEvents board = new TensorBoardEvents(folder, CLOCK)) {
      board.scalars(7, Map.of("real/return", 1.5, "model/loss", Double.NaN));
      List<Event> events = events(); // before closing
      assertThat(file().getFileName().toString()).startsWith("events.out.tfevents.1795421329");
      assertThat(events).hasSize(2);
      assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
      assertThat(events.get(1).getStep()).isEqualTo(7);
      assertThat(events.get(1).getWallTime()).isEqualTo(1_795_421_329.5);
      assertThat(events.get(1).getSummary().getValueList())
          .extracting(value -> value.getTag() + "=" + value.getSimpleValue())
          .containsExactlyInAnyOrder("real/return=1.5", "model/loss=NaN");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path blocked = folder.resolve("file");
    Files.writeString(blocked, "");
    assertThatThrownBy(() -> new TensorBoardEvents(blocked, CLOCK))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(blocked.toString());
  }
}
