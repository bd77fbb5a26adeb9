package io.mbmpo.controller.ros;

/** A standard ROS 2 message, spoken on the wire. */
public interface RosMessage extends CdrMessage {
  /** Its type. */
  RosType type();

  @Override
  default String rosName() {
    return type().rosName();
  }
}
