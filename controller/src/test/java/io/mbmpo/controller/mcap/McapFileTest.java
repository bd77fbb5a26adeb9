package io.mbmpo.controller.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/**
 * What is written is read back; what is cut off or damaged is noticed, and nothing else happens.
 */
class McapFileTest {
  private static Path file;

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("mbmpo", ".mcap");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  /** What a reader was told, in order. */
  private static final class Told implements McapHandler {
    final List<String> things = new ArrayList<>();

    @Override
    public void header(String profile, String library) {
      things.add("header " + profile + " " + library);
    }

    @Override
    public void metadata(String name, Map<String, String> values) {
      things.add("metadata " + name + " " + values);
    }

    @Override
    public void attachment(String name, String mediaType, byte[] data) {
      things.add("attachment " + name + " " + mediaType + " " + Arrays.hashCode(data));
    }

    @Override
    public void message(
        ChannelRecord channel, SchemaRecord schema, long sequence, long logTime, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      things.add(message(channel.topic(), schema.name(), sequence, logTime, bytes));
    }

    static String message(String topic, String type, long sequence, long logTime, byte[] data) {
      return topic + " " + type + " " + sequence + " " + logTime + " " + Arrays.hashCode(data);
    }
  }

  /** A file with everything in it. */
  private static final class Sample {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<String> things = new ArrayList<>();

    /** For each thing, the length of the file from which on it can be read. */
    final List<Long> readableFrom = new ArrayList<>();

    final long dataEnd;

    Sample(long seed, int messages, int chunkBytes) throws IOException {
      SplittableRandom random = new SplittableRandom(seed);
      McapWriter writer = new McapWriter(Channels.newChannel(bytes), "ros2", "test", chunkBytes);
      told("header ros2 test", writer.written());
      int[] channels = new int[3];
      for (int i = 0; i < channels.length; i++) {
        channels[i] =
            writer.channel(writer.schema("t/T" + i, "ros2msg", "int8 x"), "/c" + i, "cdr");
      }
      List<String> gathered = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        int channel = random.nextInt(channels.length);
        byte[] data = new byte[random.nextInt(400)];
        if (random.nextBoolean()) {
          random.nextBytes(data);
        }
        long written = writer.written();
        writer.message(channels[channel], i, 10L * i, 10L * i - 3, ByteBuffer.wrap(data));
        gathered.add(Told.message("/c" + channel, "t/T" + channel, i, 10L * i, data));
        if (writer.written() > written) {
          told(gathered, writer.written());
        }
        if (random.nextInt(50) == 0) {
          byte[] attached = new byte[random.nextInt(3000)];
          random.nextBytes(attached);
          writer.attachment(10L * i, "a" + i, "x/y", attached);
          told("attachment a" + i + " x/y " + Arrays.hashCode(attached), writer.written());
        }
        if (random.nextInt(50) == 0) {
          Map<String, String> values = Map.of("key ü", "value " + i);
          writer.metadata("m" + i, values);
          told("metadata m" + i + " " + values, writer.written());
        }
      }
      writer.flush();
      told(gathered, writer.written());
      dataEnd = writer.written();
      writer.finish();
    }

    private void told(String thing, long from) {
      things.add(thing);
      readableFrom.add(from);
    }

    private void told(List<String> gathered, long from) {
      gathered.forEach(thing -> told(thing, from));
      gathered.clear();
    }
  }

  @Property(tries = 60)
  void whatIsWrittenIsReadBackInOrder(
      @ForAll long seed,
      @ForAll @IntRange(max = 500) int messages,
      @ForAll @IntRange(min = 1, max = 40_000) int chunkBytes)
      throws IOException {
    Sample sample = new Sample(seed, messages, chunkBytes);
    Files.write(file, sample.bytes.toByteArray());
    Told told = new Told();
    assertThat(McapReader.read(file, told)).isTrue();
    assertThat(told.things).isEqualTo(sample.things);
  }

  @Property(tries = 40)
  void aFileThatBreaksOffAnywhereIsReadUpToItsLastWholeRecord(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4_000) int chunkBytes)
      throws IOException {
    Sample sample = new Sample(seed, 100, chunkBytes);
    byte[] whole = sample.bytes.toByteArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20; i++) {
      int length = 8 + random.nextInt(whole.length - 8);
      Files.write(file, Arrays.copyOf(whole, length));
      Told told = new Told();
      boolean closed = McapReader.read(file, told);
      assertThat(closed)
          .isEqualTo(length >= sample.dataEnd + 13); // 13: the end of the data says so
      long readable = sample.readableFrom.stream().filter(from -> from <= length).count();
      // A chunk counts as soon as it is whole; its index, which may be cut, comes after it.
      assertThat(told.things).hasSizeGreaterThanOrEqualTo((int) readable);
      assertThat(sample.things.subList(0, told.things.size())).isEqualTo(told.things);
    }
  }

  @Property(tries = 40)
  void aDamagedByteIsNoticedOrDoesNoHarm(@ForAll long seed) throws IOException {
    Sample sample = new Sample(seed, 60, 2_000);
    byte[] whole = sample.bytes.toByteArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(whole.length);
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      Told told = new Told();
      try {
        McapReader.read(file, told);
      } catch (McapException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
      List<String> messages = told.things.stream().filter(thing -> thing.startsWith("/")).toList();
      assertThat(sample.things).containsAll(messages); // the checksum lets no false message pass
    }
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path other = Files.createTempFile("mbmpo", ".txt");
    Files.writeString(other, "robot: go1\n");
    assertThatThrownBy(() -> McapReader.read(other, new Told()))
        .isInstanceOf(McapException.class)
        .hasMessageContaining("not an MCAP file");
    Files.delete(other);
  }

  @Test
  void aRecordLongerThanAnyIsTakenForDamage() throws IOException {
    Path bad = Files.createTempFile("mbmpo", ".mcap");
    ByteBuffer bytes = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(Opcode.magic()).put(Opcode.CHUNK).putLong(Long.MIN_VALUE | 77);
    Files.write(bad, bytes.array());
    assertThatThrownBy(() -> McapReader.read(bad, new Told()))
        .isInstanceOf(McapException.class)
        .hasMessageContaining("damaged at byte 8")
        .hasMessageContaining("9223372036854775885");
    Files.delete(bad);
  }

  @Test
  void zerosAfterTheLastRecordAreAnEndLikeAnyOther() throws IOException {
    Path cut = Files.createTempFile("mbmpo", ".mcap");
    Sample sample = new Sample(5, 100, 1000);
    byte[] bytes = Arrays.copyOf(sample.bytes.toByteArray(), (int) sample.dataEnd + 5000);
    Arrays.fill(bytes, (int) sample.dataEnd, bytes.length, (byte) 0);
    Files.write(cut, bytes);
    Told told = new Told();
    assertThat(McapReader.read(cut, told)).isFalse();
    assertThat(told.things).isEqualTo(sample.things);
    Files.delete(cut);
  }
}
