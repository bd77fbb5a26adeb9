package io.mbmpo.learner.report;

import com.google.common.hash.Hashing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * Scalars for TensorBoard: an event file, that is TFRecord frames (length, masked CRC-32C of the
 * length, data, masked CRC-32C of the data; little-endian) of {@code Event} messages. Any thread
 * may call; one at a time gets in.
 */
public final class TensorBoardEvents implements AutoCloseable {
  private static final int MASK_DELTA = 0xa282ead8;

  private final Clock clock;
  private final Path file;
  private final OutputStream out;

  /**
   * Begins a new event file in {@code folder}; TensorBoard joins the files of one folder, so a
   * resumed run goes on in the same curves.
   *
   * @throws UncheckedIOException when it cannot be made
   */
  public TensorBoardEvents(Path folder, Clock clock) {
    this.clock = clock;
    Instant now = clock.instant();
    this.file =
        folder.resolve(
            "events.out.tfevents.%d.%09d".formatted(now.getEpochSecond(), now.getNano()));
    try {
      Files.createDirectories(folder);
      out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      write(event().setFileVersion("brain.Event:2").build());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Writes one point of each curve and flushes. NaN points are written, too; TensorBoard marks
   * them.
   *
   * @param step the x axis, here the iteration of Alg. 1
   * @param values tag, for example {@code real/return}, to value
   * @throws UncheckedIOException when the file cannot be written
   */
  public synchronized void scalars(long step, Map<String, Double> values) {
    Summary.Builder summary = Summary.newBuilder();
    values.forEach(
        (tag, value) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    try {
      write(event().setStep(step).setSummary(summary).build());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Event.Builder event() {
    return Event.newBuilder().setWallTime(clock.millis() / 1000.0);
  }

  private void write(Event event) throws IOException {
    byte[] data = event.toByteArray();
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    out.write(length);
    out.write(maskedCrc(length));
    out.write(data);
    out.write(maskedCrc(data));
    out.flush();
  }

  private static byte[] maskedCrc(byte[] data) {
    int crc = Hashing.crc32c().hashBytes(data).asInt();
    int masked = Integer.rotateRight(crc, 15) + MASK_DELTA;
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  private UncheckedIOException failure(IOException e) {
    return new UncheckedIOException(
        "TensorBoard events %s cannot be written: %s; check the disk".formatted(file, e), e);
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
