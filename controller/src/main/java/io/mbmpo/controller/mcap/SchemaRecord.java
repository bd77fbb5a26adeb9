package io.mbmpo.controller.mcap;

/**
 * What a channel's messages look like.
 *
 * @param id 1 to 65535, unique in its file
 * @param name of the message type, e.g. {@code sensor_msgs/msg/Imu}
 * @param encoding of the definition, e.g. {@code ros2msg}
 * @param definition the definition itself
 */
public record SchemaRecord(int id, String name, String encoding, String definition) {
  void write(RecordBuffer out) {
    out.begin(Opcode.SCHEMA).u16(id).text(name).text(encoding).text(definition).end();
  }
}
