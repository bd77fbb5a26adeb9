package io.mbmpo.controller.mcap;

import java.util.Map;

/**
 * A topic.
 *
 * @param id unique in its file
 * @param schemaId its messages' schema
 * @param topic name
 * @param encoding of the messages, e.g. {@code cdr}
 */
public record ChannelRecord(int id, int schemaId, String topic, String encoding) {
  void write(RecordBuffer out) {
    out.begin(Opcode.CHANNEL).u16(id).u16(schemaId).text(topic).text(encoding).map(Map.of()).end();
  }
}
