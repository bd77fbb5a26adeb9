package io.mbmpo.robotconfigs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a robot is reached over ROS 2. Every field has a default; see {@code docs/ros2.md}.
 *
 * @param domainId ROS domain, 0 to 232
 * @param namespace put before every topic name that does not begin with a slash; may be empty
 * @param interfaces IPv4 addresses of this machine that are spoken on, or {@code all}
 * @param leaseS a peer that is silent for so long is taken for gone, s
 * @param synchronizedClock the robot's clock is this machine's, so stamps are believed; else a
 *     sample is as old as its arrival
 * @param reliableSensors ask for reliable sensor topics; best effort matches any
 * @param reliableCommands offer a reliable command topic, which matches any
 * @param command what is sent to the joints
 * @param commandOrder joint names in the order of the command; empty: the robot's joint order
 * @param topics topic names
 */
public record Ros2Config(
    int domainId,
    String namespace,
    List<String> interfaces,
    double leaseS,
    boolean synchronizedClock,
    boolean reliableSensors,
    boolean reliableCommands,
    Command command,
    List<String> commandOrder,
    Topics topics) {

  /** The largest number of a ROS domain: beyond it DDS runs out of ports. */
  public static final int MAX_DOMAIN = 232;

  /** This machine only, domain 0, positions. */
  public static final Ros2Config DEFAULT =
      new Ros2Config(
          0,
          "",
          List.of("127.0.0.1"),
          5,
          true,
          false,
          true,
          Command.POSITION,
          List.of(),
          new Topics(
              "joint_states",
              "imu/data",
              "odom",
              "joy",
              "e_stop",
              Command.POSITION.topic(),
              "/diagnostics",
              "mbmpo/status"));

  public Ros2Config {
    interfaces = List.copyOf(interfaces);
    commandOrder = List.copyOf(commandOrder);
  }

  /** What a command says of each joint. */
  public enum Command {
    /** Position, rad: the drive has its own gains. */
    POSITION,
    /** Effort, N·m: the controller closes the loop. */
    EFFORT,
    /** Position, velocity, effort, kp, kd: the drive closes the loop with the gains it is told. */
    IMPEDANCE;

    /** As it is written in {@code robot.yaml}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Where a ForwardCommandController of ros2_control takes it. */
    String topic() {
      return "forward_" + text() + "_controller/commands";
    }

    static Optional<Command> named(String text) {
      return Stream.of(values()).filter(command -> command.text().equals(text)).findFirst();
    }
  }

  /** Whether the stamps of a robot's samples are believed. */
  public enum Clock {
    /** The robot's clock is this machine's: samples are as old as their stamps. */
    SYNCHRONIZED,
    /** Samples are as old as their arrival. */
    ARRIVAL;

    /** As it is written in {@code robot.yaml}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Clock> named(String text) {
      return Stream.of(values()).filter(clock -> clock.text().equals(text)).findFirst();
    }
  }

  /**
   * Topic names as a person would write them, before namespace and remaps.
   *
   * @param jointStates sensor_msgs/JointState, in
   * @param imu sensor_msgs/Imu, in
   * @param odometry nav_msgs/Odometry, in
   * @param joy sensor_msgs/Joy, in
   * @param emergencyStop std_msgs/Bool, in
   * @param commands std_msgs/Float64MultiArray, out
   * @param diagnostics diagnostic_msgs/DiagnosticArray, out
   * @param status std_msgs/String, out
   */
  public record Topics(
      String jointStates,
      String imu,
      String odometry,
      String joy,
      String emergencyStop,
      String commands,
      String diagnostics,
      String status) {

    private Topics withCommands(String other) {
      return new Topics(jointStates, imu, odometry, joy, emergencyStop, other, diagnostics, status);
    }
  }

  /** The same in another domain. */
  public Ros2Config withDomain(int id) {
    return new Ros2Config(
        id,
        namespace,
        interfaces,
        leaseS,
        synchronizedClock,
        reliableSensors,
        reliableCommands,
        command,
        commandOrder,
        topics);
  }

  /** The same in another namespace. */
  public Ros2Config withNamespace(String name) {
    return new Ros2Config(
        domainId,
        name,
        interfaces,
        leaseS,
        synchronizedClock,
        reliableSensors,
        reliableCommands,
        command,
        commandOrder,
        topics);
  }

  /** The same on other network interfaces. */
  public Ros2Config withInterfaces(List<String> addresses) {
    return new Ros2Config(
        domainId,
        namespace,
        addresses,
        leaseS,
        synchronizedClock,
        reliableSensors,
        reliableCommands,
        command,
        commandOrder,
        topics);
  }

  /**
   * The same with another clock and other commands, as they are written in {@code robot.yaml} and
   * {@code run.yaml}; what is empty stays as it is.
   *
   * @throws IllegalArgumentException when a word means nothing, with those that do
   */
  public Ros2Config withWords(String clock, String command) {
    Ros2Config clocked =
        clock.isEmpty()
            ? this
            : withClock(
                Clock.named(clock)
                    .orElseThrow(
                        () -> unknown("clock", clock, Stream.of(Clock.values()).map(Clock::text))));
    return command.isEmpty()
        ? clocked
        : clocked.withCommand(
            Command.named(command)
                .orElseThrow(
                    () ->
                        unknown(
                            "command", command, Stream.of(Command.values()).map(Command::text))));
  }

  private static IllegalArgumentException unknown(
      String field, String value, Stream<String> allowed) {
    return new IllegalArgumentException(
        "%s is \"%s\"; allowed: %s, or nothing for the robot's own"
            .formatted(field, value, allowed.collect(Collectors.joining(", "))));
  }

  private Ros2Config withClock(Clock clock) {
    return new Ros2Config(
        domainId,
        namespace,
        interfaces,
        leaseS,
        clock == Clock.SYNCHRONIZED,
        reliableSensors,
        reliableCommands,
        command,
        commandOrder,
        topics);
  }

  /** The same with other commands, on their own topic unless another was chosen. */
  private Ros2Config withCommand(Command other) {
    return new Ros2Config(
        domainId,
        namespace,
        interfaces,
        leaseS,
        synchronizedClock,
        reliableSensors,
        reliableCommands,
        other,
        commandOrder,
        topics.commands().equals(command.topic()) ? topics.withCommands(other.topic()) : topics);
  }
}
