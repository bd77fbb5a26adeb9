package io.mbmpo.controller.ros;

/**
 * A ROS 2 message: mutable, bounded, made once and reused. Encoding and decoding allocate nothing.
 */
public interface RosMessage {
  /** Its type. */
  RosType type();

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
