package io.mbmpo.controller.mcap;

/** First byte of every record; then follow the length of its content (u64) and the content. */
final class Opcode {
  static final byte HEADER = 0x01;
  static final byte FOOTER = 0x02;
  static final byte SCHEMA = 0x03;
  static final byte CHANNEL = 0x04;
  static final byte MESSAGE = 0x05;
  static final byte CHUNK = 0x06;
  static final byte MESSAGE_INDEX = 0x07;
  static final byte CHUNK_INDEX = 0x08;
  static final byte ATTACHMENT = 0x09;
  static final byte ATTACHMENT_INDEX = 0x0A;
  static final byte STATISTICS = 0x0B;
  static final byte METADATA = 0x0C;
  static final byte METADATA_INDEX = 0x0D;
  static final byte SUMMARY_OFFSET = 0x0E;
  static final byte DATA_END = 0x0F;

  /** Opcode and length. */
  static final int PREFIX_BYTES = 9;

  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  private Opcode() {}

  /** First and last bytes of a file. */
  static byte[] magic() {
    return MAGIC.clone();
  }
}
