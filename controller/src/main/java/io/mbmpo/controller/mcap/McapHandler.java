package io.mbmpo.controller.mcap;

import java.nio.ByteBuffer;
import java.util.Map;

/** Is told what a file holds, in the order of the file. */
public interface McapHandler {
  /** The file's conventions and who wrote it. */
  default void header(String profile, String library) {}

  /** Names and values. */
  default void metadata(String name, Map<String, String> values) {}

  /** An attached file. */
  default void attachment(String name, String mediaType, byte[] data) {}

  /**
   * A message.
   *
   * @param data little endian, from its position to its limit; valid during the call only
   */
  default void message(
      ChannelRecord channel, SchemaRecord schema, long sequence, long logTime, ByteBuffer data) {}
}
