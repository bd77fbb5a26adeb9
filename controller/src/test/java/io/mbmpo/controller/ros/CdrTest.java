package io.mbmpo.controller.ros;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CdrTest {
  private final CdrReader reader = new CdrReader();
  private final CdrWriter writer = new CdrWriter();

  @ParameterizedTest
  @EnumSource
  void everyTypeIsWrittenByteForByteAsCycloneWritesIt(RosType type) throws IOException {
    assertThat(encoded(Samples.golden(type))).isEqualTo(goldenHex(type));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsReadFromWhatCycloneWrote(RosType type) throws IOException {
    byte[] golden = HexFormat.of().parseHex(goldenHex(type));
    RosMessage message = Samples.empty(type);

    assertThat(reader.begin(ByteBuffer.wrap(golden), golden.length).read(message)).isTrue();
    assertThat(encoded(message)).isEqualTo(goldenHex(type));
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBackAsItWas(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (RosMessage message : Samples.empty()) {
      Samples.fill(message, random);
      ByteBuffer payload = ByteBuffer.allocateDirect(message.maxBytes());
      int length = writer.write(message, payload);
      RosMessage back = Samples.empty(message.type());
      Samples.fill(back, random); // what was there before does not shine through

      assertThat(reader.begin(payload, length).read(back)).as("%s", reader.refusal()).isTrue();
      assertThat(encoded(back)).isEqualTo(encoded(message));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPayloadThatEndsEarlyIsRefusedWhereverItEnds(RosType type) throws IOException {
    byte[] golden = HexFormat.of().parseHex(goldenHex(type));
    int padding = golden[3];
    RosMessage message = Samples.empty(type);
    for (int length = 0; length < golden.length - padding; length++) {
      assertThat(reader.begin(ByteBuffer.wrap(golden), length).read(message))
          .as("%d of %d bytes", length, golden.length)
          .isFalse();
      assertThat(reader.refusal()).isIn(Refusal.TRUNCATED, Refusal.TEXT);
    }
  }

  @Property(tries = 500)
  void randomBytesAreRefusedOrReadButNothingIsThrown(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    boolean believable = random.nextBoolean();
    for (int i = 0; i < bytes.length; i++) {
      if (i < 4) {
        bytes[i] = (byte) (i == 1 ? random.nextInt(2) : 0);
      } else if (believable) {
        bytes[i] = (byte) (i % 4 == 0 ? random.nextInt(24) : 0); // small lengths, many zeros
      }
    }
    for (RosMessage message : Samples.empty()) {
      assertReadOrRefused(bytes, message);
    }
  }

  @Property(tries = 500)
  void damagedMessagesAreRefusedOrReadButNothingIsThrown(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (RosMessage message : Samples.empty()) {
      byte[] bytes = HexFormat.of().parseHex(goldenHex(message.type()));
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadOrRefused(bytes, message);
    }
  }

  private void assertReadOrRefused(byte[] bytes, RosMessage message) {
    boolean read = reader.begin(ByteBuffer.wrap(bytes), bytes.length).read(message);
    assertThat(read).isEqualTo(reader.refusal() == null);
    if (read) {
      encoded(message); // within its bounds, or this throws
    }
  }

  @Test
  void bigEndianIsReadToo() {
    ByteBuffer bytes = ByteBuffer.allocate(40).order(ByteOrder.BIG_ENDIAN);
    bytes.put(new byte[4]).putInt(0).putInt(9).putInt(1);
    bytes.putInt(0).putDouble(-2.5); // aligned to 8

    Float64MultiArrayMessage message = new Float64MultiArrayMessage();

    assertThat(reader.begin(bytes, 28).read(message)).isTrue();
    assertThat(message.dataOffset).isEqualTo(9);
    assertThat(message.data.values[0]).isEqualTo(-2.5);
  }

  @Test
  void lengthsAreNotBelieved() {
    for (int claimed : new int[] {1025, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put(1, (byte) 1).putInt(4, 0).putInt(8, 0).putInt(12, claimed);

      assertThat(reader.begin(bytes, 64).read(new Float64MultiArrayMessage())).isFalse();
      assertThat(reader.refusal()).isEqualTo(Refusal.TOO_LONG);
    }
  }

  @Test
  void eachKindOfNonsenseIsNamed() {
    assertThat(refusal(new BoolMessage(), "00010000" + "02")).isEqualTo(Refusal.BOOLEAN);
    assertThat(refusal(new BoolMessage(), "00070000" + "01")).isEqualTo(Refusal.ENCAPSULATION);
    assertThat(refusal(new BoolMessage(), "000100")).isEqualTo(Refusal.TRUNCATED);
    assertThat(refusal(new BoolMessage(), "00010000" + "0100000000")).isEqualTo(Refusal.TRAILING);
    assertThat(refusal(new StringMessage(), "00010000" + "02000000" + "4142"))
        .isEqualTo(Refusal.TEXT);
    assertThat(refusal(new StringMessage(), "00010000" + "00000000")).isNull();
  }

  @Test
  void readingAndWritingAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RosMessage message = Samples.golden(RosType.JOINT_STATE);
    ByteBuffer payload = ByteBuffer.allocateDirect(message.maxBytes());
    ByteBuffer nonsense = ByteBuffer.allocateDirect(64);
    nonsense.put(1, (byte) 1).putInt(16, 77);
    for (int i = 0; i < 2000; i++) {
      exchange(message, payload, nonsense);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 2000; i++) {
      exchange(message, payload, nonsense);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
  }

  private void exchange(RosMessage message, ByteBuffer payload, ByteBuffer nonsense) {
    int length = writer.write(message, payload);
    if (!reader.begin(payload, length).read(message) || reader.begin(nonsense, 64).read(message)) {
      throw new AssertionError("nonsense was read");
    }
    writer.write(message, payload); // restored for the next exchange
    message.decode(reader.begin(payload, length));
  }

  @Test
  void stampsAreOfBothSignsOfTime() {
    Header header = new Header();
    for (long nanos : new long[] {0, 1, -1, 1_700_000_000_123_456_789L, -5_000_000_001L}) {
      header.stamp(nanos);
      assertThat(header.stamp()).isEqualTo(nanos);
      assertThat(header.stampNanos).isBetween(0, 999_999_999);
    }
  }

  private Refusal refusal(RosMessage message, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    reader.begin(ByteBuffer.wrap(bytes), bytes.length).read(message);
    return reader.refusal();
  }

  private String encoded(RosMessage message) {
    ByteBuffer payload = ByteBuffer.allocate(message.maxBytes());
    int length = writer.write(message, payload);
    return HexFormat.of().formatHex(payload.array(), 0, length);
  }

  static String goldenHex(RosType type) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(CdrTest.class.getResourceAsStream("golden.txt"), UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith(type.rosName() + " "))
          .findAny()
          .orElseThrow()
          .substring(type.rosName().length() + 1);
    }
  }
}
