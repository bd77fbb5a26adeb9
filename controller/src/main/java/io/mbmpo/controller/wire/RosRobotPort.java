package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.StringMessage;

/**
 * A robot port on ROS 2 topics, and what else is to be heard and told there. The controller is to
 * be ticked in the time of {@link RobotClock#tickNanos}.
 */
public interface RosRobotPort extends RobotPort, AutoCloseable {
  /** Publishes diagnostics. Any thread. */
  void publish(DiagnosticArrayMessage message);

  /** Publishes the status; late joiners get the last one. Any thread. */
  void publish(StringMessage message);

  /** ROS time now, ns: for the headers of what is published. */
  long rosNanos();

  /** What is known about the wire now. Any thread. */
  WireStatus status();

  /** Leaves the domain. The robot's own watchdog sees to it that it stops. */
  @Override
  void close();
}
