package io.mbmpo.controller.wire;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A robot port on ROS 2 topics, and what else is to be heard and told there; what it is whichever
 * wire carries it. What arrives is handed over lock-free; commands are handed to a thread that
 * sends them. The methods of {@link RobotPort} belong to the control thread, allocate nothing and
 * wait for nobody. The controller is to be ticked in the time of {@link RobotClock#tickNanos}.
 */
public abstract class RosRobotPort implements RobotPort, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RosRobotPort.class);
  private static final long IDLE_NANOS = 100_000_000L;

  /** Where the wire puts samples. */
  protected final SensorIntake sensors;

  /** Where the wire puts what the operator does. */
  protected final OperatorIntake operator;

  private final RobotClock clock = new RobotClock();
  private final CommandSlot commands;
  private final Thread sender;
  private volatile boolean sending = true;

  /**
   * @param stop pressed and released by its topic
   * @param sender name of the thread that sends commands
   */
  protected RosRobotPort(RobotConfig config, Ros2Config ros2, EmergencyStop stop, String sender) {
    sensors = new SensorIntake(config, ros2.synchronizedClock(), clock);
    operator = new OperatorIntake(ros2.synchronizedClock(), clock, stop);
    commands = new CommandSlot(config, ros2);
    this.sender = new Thread(this::sendCommands, sender);
    this.sender.setDaemon(true);
  }

  /** Puts a command on the wire. Sending thread. */
  protected abstract void write(Float64MultiArrayMessage command);

  /** An empty command with its layout. */
  protected final Float64MultiArrayMessage emptyCommand() {
    return commands.create();
  }

  /** From here on {@link #write} is called. */
  protected final void startSending() {
    sender.start();
  }

  /** Returns when {@link #write} is called no more, also if it never was. */
  protected final void stopSending() {
    sending = false;
    LockSupport.unpark(sender);
    Uninterruptibles.joinUninterruptibly(sender);
  }

  private void sendCommands() {
    Float64MultiArrayMessage message = emptyCommand();
    while (sending) {
      try {
        if (commands.take(message)) {
          write(message);
        } else {
          LockSupport.parkNanos(IDLE_NANOS);
        }
        clock.measureNowAndThen();
      } catch (RuntimeException e) { // commands must go on
        log.error("a command could not be sent", e);
      }
    }
  }

  @Override
  public final boolean take(JointState into) {
    boolean fresh = sensors.take(into);
    if (fresh) {
      commands.measured(into);
    }
    return fresh;
  }

  @Override
  public final boolean take(ImuState into) {
    return sensors.take(into);
  }

  @Override
  public final boolean take(OdometryState into) {
    return sensors.take(into);
  }

  @Override
  public final boolean take(OperatorInput into) {
    return operator.take(into);
  }

  @Override
  public final void send(JointCommand command) {
    commands.put(command);
    LockSupport.unpark(sender);
  }

  /** ROS time now, ns: for the headers of what is published. */
  public final long rosNanos() {
    return clock.toWall(RobotClock.tickNanos());
  }

  /** Publishes diagnostics. Any thread. */
  public abstract void publish(DiagnosticArrayMessage message);

  /** Publishes the status; late joiners get the last one. Any thread. */
  public abstract void publish(StringMessage message);

  /** What is known about the wire now. Any thread. */
  public abstract WireStatus status();

  /** Leaves the domain. The robot's own watchdog sees to it that it stops. */
  @Override
  public abstract void close();
}
