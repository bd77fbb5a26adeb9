package io.mbmpo.controller.mcap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The chunk being filled, with the index of its messages. Used again and again. */
final class ChunkBuilder {
  private static final String LZ4 = "lz4";

  private final RecordBuffer records;
  private final Lz4Frame lz4 = new Lz4Frame();
  private final CRC32 crc = new CRC32();
  private final List<MessageTimes> byChannel = new ArrayList<>();
  private long firstLogTime;
  private long lastLogTime;
  private int messages;

  /** Log times and offsets of one channel's messages in this chunk. */
  private static final class MessageTimes {
    long[] pairs = new long[64];
    int count;

    void add(long logTime, long offset) {
      if (2 * count == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * pairs.length);
      }
      pairs[2 * count] = logTime;
      pairs[2 * count + 1] = offset;
      count++;
    }
  }

  ChunkBuilder(int capacity) {
    records = new RecordBuffer(capacity);
  }

  void add(SchemaRecord schema) {
    schema.write(records);
  }

  void add(ChannelRecord channel) {
    channel.write(records);
    while (byChannel.size() <= channel.id()) {
      byChannel.add(new MessageTimes());
    }
  }

  void message(int channel, long sequence, long logTime, long publishTime, ByteBuffer data) {
    byChannel.get(channel).add(logTime, records.position());
    records
        .begin(Opcode.MESSAGE)
        .u16(channel)
        .u32(sequence)
        .u64(logTime)
        .u64(publishTime)
        .raw(data)
        .end();
    firstLogTime = messages == 0 ? logTime : Math.min(firstLogTime, logTime);
    lastLogTime = messages == 0 ? logTime : Math.max(lastLogTime, logTime);
    messages++;
  }

  boolean empty() {
    return records.position() == 0;
  }

  /** Bytes so far, before compression. */
  int size() {
    return records.position();
  }

  /**
   * Writes the chunk and its message indexes, and is empty again.
   *
   * @param start offset in the file at which this lands
   */
  void finish(RecordBuffer out, long start, FileSummary summary) {
    int base = out.position();
    crc.reset();
    crc.update(records.array(), 0, records.position());
    out.begin(Opcode.CHUNK)
        .u64(firstLogTime)
        .u64(lastLogTime)
        .u64(records.position())
        .u32(crc.getValue())
        .text(LZ4);
    int sizeAt = out.position();
    out.u64(0);
    int frameAt = out.position();
    lz4.compress(records.array(), records.position(), out);
    int compressed = out.position() - frameAt;
    out.setU32(sizeAt, compressed);
    out.end();
    int length = out.position() - base;

    Map<Integer, Long> offsets = new TreeMap<>();
    int indexes = out.position();
    for (int channel = 0; channel < byChannel.size(); channel++) {
      MessageTimes times = byChannel.get(channel);
      if (times.count > 0) {
        offsets.put(channel, start + out.position() - base);
        out.begin(Opcode.MESSAGE_INDEX).u16(channel).u32(16L * times.count);
        for (int i = 0; i < 2 * times.count; i++) {
          out.u64(times.pairs[i]);
        }
        out.end();
      }
    }
    summary.add(
        new FileSummary.ChunkIndex(
            firstLogTime,
            lastLogTime,
            start,
            length,
            offsets,
            out.position() - indexes,
            LZ4,
            compressed,
            records.position()));
    for (int channel = 0; channel < byChannel.size(); channel++) {
      summary.count(channel, byChannel.get(channel).count);
      byChannel.get(channel).count = 0;
    }
    records.clear();
    messages = 0;
    firstLogTime = 0;
    lastLogTime = 0;
  }
}
