package io.mbmpo.controller.mcap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Reads an MCAP file from its beginning, without its index, so that a file whose writer was killed
 * is read like any other, up to where it breaks off. Every length and checksum is checked.
 */
public final class McapReader {
  /** Largest record that is read; a larger length is taken for damage. */
  static final int MAX_RECORD_BYTES = 256 << 20;

  private final Path file;
  private final McapHandler handler;
  private final Map<Integer, SchemaRecord> schemas = new HashMap<>();
  private final Map<Integer, ChannelRecord> channels = new HashMap<>();
  private long offset;

  private McapReader(Path file, McapHandler handler) {
    this.file = file;
    this.handler = handler;
  }

  /**
   * Reads a whole file.
   *
   * @return whether it was closed in order; false when it breaks off after its last whole record
   * @throws McapException when it is no MCAP file, or damaged: after all before the damage was told
   * @throws IOException when the file cannot be read
   */
  public static boolean read(Path file, McapHandler handler) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new McapReader(file, handler).read(in);
    }
  }

  private boolean read(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(Opcode.magic().length);
    if (!Arrays.equals(magic, Opcode.magic())) {
      throw new McapException(file + " is not an MCAP file (it does not begin like one)");
    }
    offset = magic.length;
    byte[] prefix = new byte[Opcode.PREFIX_BYTES];
    while (true) {
      int got = in.readNBytes(prefix, 0, prefix.length);
      if (got < prefix.length) {
        return false;
      }
      RecordView head = new RecordView(prefix);
      byte opcode = (byte) head.u8();
      long length = head.u64();
      if (opcode == 0 && length == 0) {
        return false; // room that was reserved for it on disk, and never written
      }
      if (length < 0 || length > MAX_RECORD_BYTES) {
        throw damaged("a record of " + Long.toUnsignedString(length) + " bytes");
      }
      byte[] content = in.readNBytes((int) length);
      if (content.length < length) {
        return false;
      }
      try {
        if (opcode == Opcode.DATA_END) {
          return true;
        }
        record(opcode, content);
      } catch (EOFException e) {
        throw damaged("record " + opcode + " ends early");
      } catch (IOException e) {
        throw damaged(e.getMessage());
      }
      offset += prefix.length + length;
    }
  }

  private void record(byte opcode, byte[] content) throws IOException {
    RecordView in = new RecordView(content);
    switch (opcode) {
      case Opcode.HEADER -> handler.header(in.text(), in.text());
      case Opcode.METADATA -> handler.metadata(in.text(), in.map());
      case Opcode.ATTACHMENT -> attachment(in, content);
      case Opcode.CHUNK -> chunk(in);
      case Opcode.SCHEMA, Opcode.CHANNEL, Opcode.MESSAGE -> inChunk(opcode, in);
      default -> {} // indexes, and what later versions add
    }
  }

  private void attachment(RecordView in, byte[] content) throws IOException {
    in.u64();
    in.u64();
    String name = in.text();
    String mediaType = in.text();
    byte[] data = in.bytes(in.u64());
    check(content, content.length - Integer.BYTES, in.u32(), "attachment " + name);
    handler.attachment(name, mediaType, data);
  }

  private void chunk(RecordView in) throws IOException {
    in.u64();
    in.u64();
    long size = in.u64();
    long crc = in.u32();
    String compression = in.text();
    byte[] stored = in.bytes(in.u64());
    if (size < 0 || size > MAX_RECORD_BYTES) {
      throw new IOException("a chunk of " + Long.toUnsignedString(size) + " bytes");
    }
    byte[] records =
        switch (compression) {
          case "" -> stored;
          case "lz4" -> Lz4Frame.decompress(stored, (int) size);
          default ->
              throw new IOException(
                  "a chunk is compressed by \"" + compression + "\"; known: lz4, none");
        };
    check(records, records.length, crc, "chunk");
    RecordView inside = new RecordView(records);
    while (inside.remaining() > 0) {
      byte opcode = (byte) inside.u8();
      inChunk(opcode, inside.part(inside.u64()));
    }
  }

  private void inChunk(byte opcode, RecordView in) throws IOException {
    switch (opcode) {
      case Opcode.SCHEMA -> {
        SchemaRecord schema = new SchemaRecord(in.u16(), in.text(), in.text(), in.text());
        schemas.put(schema.id(), schema);
      }
      case Opcode.CHANNEL -> {
        ChannelRecord channel = new ChannelRecord(in.u16(), in.u16(), in.text(), in.text());
        channels.put(channel.id(), channel);
      }
      case Opcode.MESSAGE -> {
        int id = in.u16();
        ChannelRecord channel = channels.get(id);
        SchemaRecord schema = channel == null ? null : schemas.get(channel.schemaId());
        if (schema == null) {
          throw new IOException("a message of channel " + id + ", which is not declared");
        }
        long sequence = in.u32();
        long logTime = in.u64();
        in.u64();
        handler.message(channel, schema, sequence, logTime, in.rest());
      }
      default -> {}
    }
  }

  private static void check(byte[] bytes, int length, long wanted, String what) throws IOException {
    if (wanted != 0) { // 0 means: not computed
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, length);
      if (crc.getValue() != wanted) {
        throw new IOException("the checksum of a " + what + " does not match");
      }
    }
  }

  private McapException damaged(String how) {
    return new McapException(file + " is damaged at byte " + offset + ": " + how);
  }
}
