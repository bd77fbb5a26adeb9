package io.mbmpo.controller.mcap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record's content being read, little endian; every length is checked against what is there. */
final class RecordView {
  private final ByteBuffer bytes;

  RecordView(byte[] content) {
    this(ByteBuffer.wrap(content));
  }

  private RecordView(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  int u8() throws EOFException {
    need(1);
    return bytes.get() & 0xff;
  }

  int u16() throws EOFException {
    need(2);
    return bytes.getShort() & 0xffff;
  }

  long u32() throws EOFException {
    need(4);
    return bytes.getInt() & 0xffffffffL;
  }

  /** As a signed number: lengths and times near 2⁶⁴ come out negative. */
  long u64() throws EOFException {
    need(8);
    return bytes.getLong();
  }

  String text() throws EOFException {
    return new String(bytes(u32()), StandardCharsets.UTF_8);
  }

  Map<String, String> map() throws IOException {
    RecordView pairs = part(u32());
    Map<String, String> map = new LinkedHashMap<>();
    while (pairs.remaining() > 0) {
      map.put(pairs.text(), pairs.text());
    }
    return map;
  }

  byte[] bytes(long length) throws EOFException {
    need(length);
    byte[] copy = new byte[(int) length];
    bytes.get(copy);
    return copy;
  }

  /** The next bytes, as a view of their own. */
  RecordView part(long length) throws EOFException {
    need(length);
    ByteBuffer part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return new RecordView(part);
  }

  /** All that is left. */
  ByteBuffer rest() {
    return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int remaining() {
    return bytes.remaining();
  }

  private void need(long length) throws EOFException {
    if (length < 0 || length > bytes.remaining()) {
      throw new EOFException();
    }
  }
}
