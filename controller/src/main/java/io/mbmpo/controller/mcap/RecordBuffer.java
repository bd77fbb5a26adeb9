package io.mbmpo.controller.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Records being written, little endian, in a buffer that grows and is used again. */
final class RecordBuffer {
  private ByteBuffer bytes;
  private int start;

  RecordBuffer(int capacity) {
    bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Starts a record; its length is filled in by {@link #end}. */
  RecordBuffer begin(byte opcode) {
    room(Opcode.PREFIX_BYTES);
    start = bytes.position();
    bytes.put(opcode).putLong(0);
    return this;
  }

  /** The record is complete. */
  void end() {
    bytes.putLong(start + 1, bytes.position() - start - Opcode.PREFIX_BYTES);
  }

  RecordBuffer u8(int value) {
    room(1);
    bytes.put((byte) value);
    return this;
  }

  RecordBuffer u16(int value) {
    room(2);
    bytes.putShort((short) value);
    return this;
  }

  RecordBuffer u32(long value) {
    room(4);
    bytes.putInt((int) value);
    return this;
  }

  RecordBuffer u64(long value) {
    room(8);
    bytes.putLong(value);
    return this;
  }

  RecordBuffer text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return u32(utf8.length).raw(utf8, 0, utf8.length);
  }

  RecordBuffer map(Map<String, String> map) {
    int at = position();
    u32(0);
    map.forEach((key, value) -> text(key).text(value));
    setU32(at, position() - at - 4);
    return this;
  }

  RecordBuffer raw(byte[] source, int offset, int length) {
    room(length);
    bytes.put(source, offset, length);
    return this;
  }

  /** Everything between the source's position and limit; the source stays as it is. */
  RecordBuffer raw(ByteBuffer source) {
    int length = source.remaining();
    room(length);
    bytes.put(bytes.position(), source, source.position(), length);
    bytes.position(bytes.position() + length);
    return this;
  }

  /** Overwrites a u32 written before. */
  void setU32(int at, long value) {
    bytes.putInt(at, (int) value);
  }

  /** Bytes written. */
  int position() {
    return bytes.position();
  }

  /** What is written lies in here from 0 to {@link #position()}; until the next write only. */
  byte[] array() {
    return bytes.array();
  }

  void clear() {
    bytes.clear();
  }

  private void room(int wanted) {
    if (bytes.remaining() < wanted) {
      int capacity = Math.max(bytes.position() + wanted, 2 * bytes.capacity());
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(bytes.flip());
      bytes = larger;
    }
  }
}
