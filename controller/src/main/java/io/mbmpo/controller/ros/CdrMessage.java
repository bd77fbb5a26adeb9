package io.mbmpo.controller.ros;

/**
 * A message in CDR: mutable, bounded, made once and reused. Encoding and decoding allocate nothing.
 */
public interface CdrMessage {
  /** Its type, e.g. {@code sensor_msgs/msg/JointState}; {@link RosDefinition} knows its fields. */
  String rosName();

  /** Most bytes that it takes on the wire, encapsulation included. */
  int maxBytes();

  /** Writes all fields. */
  void encode(CdrWriter out);

  /**
   * Reads all fields. When the reader has refused the payload, the fields hold anything and are not
   * to be used.
   */
  void decode(CdrReader in);
}
