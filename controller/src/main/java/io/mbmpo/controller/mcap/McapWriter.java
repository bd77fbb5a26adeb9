package io.mbmpo.controller.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes one MCAP file. Messages gather in a chunk, compressed with LZ4, until {@link #flush} or
 * until the chunk is full; attachments and metadata go out at once, before the messages still
 * gathered. What has gone out is readable whatever happens next. After an {@link IOException}
 * nothing more may be written. One thread at a time.
 */
public final class McapWriter {
  private final WritableByteChannel file;
  private final int chunkBytes;
  private final ChunkBuilder chunk;
  private final RecordBuffer out = new RecordBuffer(1 << 16);
  private final FileSummary summary = new FileSummary();
  private final CRC32 dataCrc = new CRC32();
  private long written;
  private int schemas;
  private int channels;

  /**
   * Begins a file.
   *
   * @param file empty; whoever opened it closes it
   * @param profile conventions the file follows, e.g. {@code ros2}
   * @param library who writes it
   * @param chunkBytes size from which a chunk goes out, before compression
   */
  public McapWriter(WritableByteChannel file, String profile, String library, int chunkBytes)
      throws IOException {
    this.file = file;
    this.chunkBytes = chunkBytes;
    chunk = new ChunkBuilder(chunkBytes + chunkBytes / 4);
    out.raw(Opcode.magic(), 0, Opcode.magic().length);
    out.begin(Opcode.HEADER).text(profile).text(library).end();
    writeOut();
  }

  /** Declares a message type; returns its id. */
  public int schema(String name, String encoding, String definition) {
    SchemaRecord schema = new SchemaRecord(++schemas, name, encoding, definition);
    chunk.add(schema);
    summary.add(schema);
    return schema.id();
  }

  /** Declares a topic; returns its id. */
  public int channel(int schemaId, String topic, String encoding) {
    ChannelRecord channel = new ChannelRecord(channels++, schemaId, topic, encoding);
    chunk.add(channel);
    summary.add(channel);
    return channel.id();
  }

  /**
   * Appends a message.
   *
   * @param channel from {@link #channel}
   * @param sequence number of the message, its low 32 bits
   * @param logTime ns
   * @param publishTime ns
   * @param data from its position to its limit; stays as it is
   */
  public void message(int channel, long sequence, long logTime, long publishTime, ByteBuffer data)
      throws IOException {
    chunk.message(channel, sequence, logTime, publishTime, data);
    if (chunk.size() >= chunkBytes) {
      flush();
    }
  }

  /** Attaches a file. */
  public void attachment(long logTime, String name, String mediaType, byte[] data)
      throws IOException {
    long start = written;
    out.begin(Opcode.ATTACHMENT)
        .u64(logTime)
        .u64(logTime)
        .text(name)
        .text(mediaType)
        .u64(data.length)
        .raw(data, 0, data.length);
    CRC32 crc = new CRC32();
    crc.update(out.array(), Opcode.PREFIX_BYTES, out.position() - Opcode.PREFIX_BYTES);
    out.u32(crc.getValue()).end();
    long length = out.position();
    writeOut();
    summary.add(
        new FileSummary.AttachmentIndex(start, length, logTime, data.length, name, mediaType));
  }

  /** Writes names and values for people and programs. */
  public void metadata(String name, Map<String, String> values) throws IOException {
    long start = written;
    out.begin(Opcode.METADATA).text(name).map(values).end();
    long length = out.position();
    writeOut();
    summary.add(new FileSummary.MetadataIndex(start, length, name));
  }

  /** Writes out the messages gathered so far. */
  public void flush() throws IOException {
    if (!chunk.empty()) {
      chunk.finish(out, written, summary);
      writeOut();
    }
  }

  /** Bytes in the file, up to the end of its last whole record. */
  public long written() {
    return written;
  }

  /** Bytes gathered that are not in the file yet, before compression. */
  public int gathered() {
    return chunk.size();
  }

  /** Writes out what is gathered, the summary and the footer: the file is complete. */
  public void finish() throws IOException {
    flush();
    out.begin(Opcode.DATA_END).u32(dataCrc.getValue()).end();
    writeOut();
    summary.write(out, written);
    writeOut();
  }

  private void writeOut() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(out.array(), 0, out.position());
    dataCrc.update(out.array(), 0, out.position());
    while (bytes.hasRemaining()) {
      int unused = file.write(bytes);
    }
    written += out.position();
    out.clear();
  }
}
