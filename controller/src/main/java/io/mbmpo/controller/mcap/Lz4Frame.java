package io.mbmpo.controller.mcap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;

/**
 * LZ4 frames, which is what MCAP calls compression {@code lz4}. The library's own frame writer
 * makes buffers of its own for every frame; this one is handed its memory, since it runs once a
 * second beside a control thread that no collector may disturb. Pure Java, without Unsafe.
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION_1_INDEPENDENT_BLOCKS = 0b0110_0000;
  private static final int BLOCKS_UP_TO_4_MIB = 7 << 4;
  private static final int BLOCK_BYTES = 4 << 20;
  private static final int STORED = 1 << 31;

  private final LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
  private byte[] block = new byte[0];

  /** Appends the source as one frame. */
  void compress(byte[] source, int length, RecordBuffer into) {
    int flags = VERSION_1_INDEPENDENT_BLOCKS;
    into.u32(MAGIC).u8(flags).u8(BLOCKS_UP_TO_4_MIB).u8(headerCheck(flags, BLOCKS_UP_TO_4_MIB));
    for (int at = 0; at < length; at += BLOCK_BYTES) {
      int part = Math.min(BLOCK_BYTES, length - at);
      int most = compressor.maxCompressedLength(part);
      if (block.length < most) {
        block = new byte[most];
      }
      int size = compressor.compress(source, at, part, block, 0, most);
      if (size < part) {
        into.u32(size).raw(block, 0, size);
      } else {
        into.u32(part | STORED).raw(source, at, part);
      }
    }
    into.u32(0);
  }

  /**
   * The content of a frame.
   *
   * @param size its length, as the chunk says
   * @throws IOException when it is no frame or does not have that length
   */
  static byte[] decompress(byte[] frame, int size) throws IOException {
    try (LZ4FrameInputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(frame))) {
      byte[] content = in.readNBytes(size);
      if (content.length != size || in.read() >= 0) {
        throw new IOException("LZ4 frame is not " + size + " bytes long");
      }
      return content;
    } catch (RuntimeException e) { // the library's word for a malformed block
      throw new IOException("LZ4 frame is damaged", e);
    }
  }

  private static int headerCheck(int flags, int blocks) {
    byte[] header = {(byte) flags, (byte) blocks};
    return XXHashFactory.safeInstance().hash32().hash(header, 0, header.length, 0) >>> 8;
  }
}
