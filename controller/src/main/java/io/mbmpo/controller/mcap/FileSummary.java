package io.mbmpo.controller.mcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** What is known about a file's data when it is closed: what its index section says. */
final class FileSummary {
  private final List<SchemaRecord> schemas = new ArrayList<>();
  private final List<ChannelRecord> channels = new ArrayList<>();
  private final List<ChunkIndex> chunks = new ArrayList<>();
  private final List<AttachmentIndex> attachments = new ArrayList<>();
  private final List<MetadataIndex> metadata = new ArrayList<>();
  private final Map<Integer, Long> messages = new TreeMap<>();
  private long firstLogTime;
  private long lastLogTime;
  private long messageCount;

  record ChunkIndex(
      long firstLogTime,
      long lastLogTime,
      long start,
      long length,
      Map<Integer, Long> indexOffsets,
      long indexLength,
      String compression,
      long compressedSize,
      long uncompressedSize) {}

  record AttachmentIndex(
      long start, long length, long logTime, long dataSize, String name, String mediaType) {}

  record MetadataIndex(long start, long length, String name) {}

  void add(SchemaRecord schema) {
    schemas.add(schema);
  }

  void add(ChannelRecord channel) {
    channels.add(channel);
  }

  void add(ChunkIndex chunk) {
    firstLogTime =
        messageCount == 0 ? chunk.firstLogTime : Math.min(firstLogTime, chunk.firstLogTime);
    lastLogTime = messageCount == 0 ? chunk.lastLogTime : Math.max(lastLogTime, chunk.lastLogTime);
    chunks.add(chunk);
  }

  void add(AttachmentIndex attachment) {
    attachments.add(attachment);
  }

  void add(MetadataIndex entry) {
    metadata.add(entry);
  }

  /** Counts messages of a chunk; after the chunk itself was added. */
  void count(int channel, long count) {
    messages.merge(channel, count, Long::sum);
    messageCount += count;
  }

  /**
   * Writes the summary section, its offsets, the footer and the closing magic.
   *
   * @param out empty: the checksum covers all that is in it
   * @param start offset in the file at which this lands
   */
  void write(RecordBuffer out, long start) {
    int[] groups = new int[7];
    groups[0] = out.position();
    schemas.forEach(schema -> schema.write(out));
    groups[1] = out.position();
    channels.forEach(channel -> channel.write(out));
    groups[2] = out.position();
    writeStatistics(out);
    groups[3] = out.position();
    chunks.forEach(chunk -> write(out, chunk));
    groups[4] = out.position();
    attachments.forEach(attachment -> write(out, attachment));
    groups[5] = out.position();
    metadata.forEach(entry -> write(out, entry));
    groups[6] = out.position();
    byte[] opcodes = {
      Opcode.SCHEMA,
      Opcode.CHANNEL,
      Opcode.STATISTICS,
      Opcode.CHUNK_INDEX,
      Opcode.ATTACHMENT_INDEX,
      Opcode.METADATA_INDEX
    };
    long offsets = start + out.position();
    for (int i = 0; i < opcodes.length; i++) {
      if (groups[i + 1] > groups[i]) {
        out.begin(Opcode.SUMMARY_OFFSET)
            .u8(opcodes[i])
            .u64(start + groups[i])
            .u64(groups[i + 1] - groups[i])
            .end();
      }
    }
    out.begin(Opcode.FOOTER).u64(start).u64(offsets).u32(0).end();
    int crcAt = out.position() - Integer.BYTES;
    CRC32 crc = new CRC32();
    crc.update(out.array(), 0, crcAt);
    out.setU32(crcAt, crc.getValue());
    out.raw(Opcode.magic(), 0, Opcode.magic().length);
  }

  private void writeStatistics(RecordBuffer out) {
    out.begin(Opcode.STATISTICS)
        .u64(messageCount)
        .u16(schemas.size())
        .u32(channels.size())
        .u32(attachments.size())
        .u32(metadata.size())
        .u32(chunks.size())
        .u64(firstLogTime)
        .u64(lastLogTime)
        .u32(messages.size() * 10L);
    messages.forEach((channel, count) -> out.u16(channel).u64(count));
    out.end();
  }

  private static void write(RecordBuffer out, ChunkIndex c) {
    out.begin(Opcode.CHUNK_INDEX)
        .u64(c.firstLogTime)
        .u64(c.lastLogTime)
        .u64(c.start)
        .u64(c.length)
        .u32(c.indexOffsets.size() * 10L);
    c.indexOffsets.forEach((channel, offset) -> out.u16(channel).u64(offset));
    out.u64(c.indexLength).text(c.compression).u64(c.compressedSize).u64(c.uncompressedSize).end();
  }

  private static void write(RecordBuffer out, AttachmentIndex a) {
    out.begin(Opcode.ATTACHMENT_INDEX)
        .u64(a.start)
        .u64(a.length)
        .u64(a.logTime)
        .u64(a.logTime)
        .u64(a.dataSize)
        .text(a.name)
        .text(a.mediaType)
        .end();
  }

  private static void write(RecordBuffer out, MetadataIndex m) {
    out.begin(Opcode.METADATA_INDEX).u64(m.start).u64(m.length).text(m.name).end();
  }
}
