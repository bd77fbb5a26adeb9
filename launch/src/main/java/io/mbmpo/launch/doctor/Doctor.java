package io.mbmpo.launch.doctor;

import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.SafetyConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All checks, in the order in which a person mends what they find. */
public final class Doctor {
  private Doctor() {}

  /**
   * What is heard of the robot.
   *
   * @param ros2 the robot's, with what the command line says
   * @param hanging its feet touch nothing
   */
  public static List<Verdict> robot(
      RobotConfig config, Ros2Config ros2, Evidence heard, boolean hanging) {
    return robotChecks(config, ros2, hanging).map(check -> check.judge(heard)).toList();
  }

  private static Stream<Check> robotChecks(RobotConfig config, Ros2Config ros2, boolean hanging) {
    SafetyConfig safety = config.safety();
    boolean odometry = config.estimator() == null;
    double quickest = Math.min(safety.jointStateTimeoutS(), safety.imuTimeoutS());
    return Stream.of(
        new RateCheck<>(
            "joint states", Evidence::joints, s -> s.sample, safety.jointStateTimeoutS(), true),
        new RateCheck<>("IMU", Evidence::imu, s -> s.sample, safety.imuTimeoutS(), true),
        new RateCheck<>(
            "odometry", Evidence::odometry, s -> s.sample, safety.odometryTimeoutS(), odometry),
        new ClockCheck(ros2.synchronizedClock(), quickest),
        new JointNamesCheck(config),
        new JointRangeCheck(config),
        new LegsCheck(config, hanging),
        new VelocityCheck(config),
        new EffortCheck(config, hanging),
        new GravityCheck(config),
        new GyroCheck(config),
        new ImuAxesCheck(config),
        new UprightCheck(config, hanging),
        new HeightCheck(config, hanging),
        new CommandTopicCheck(),
        new OtherCommanderCheck(),
        new BatteryCheck());
  }

  /**
   * This machine and its link.
   *
   * @param runs folder of all runs
   * @param access the broker; null where none was named
   * @param keys their folder; null where there are none
   */
  public static List<Verdict> machine(
      RobotConfig config,
      OperatingSystem system,
      Path runs,
      BrokerAccess access,
      Path keys,
      Clock clock) {
    return machineChecks(config, system, runs, access, keys, clock).map(Supplier::get).toList();
  }

  private static Stream<Supplier<Verdict>> machineChecks(
      RobotConfig config,
      OperatingSystem system,
      Path runs,
      BrokerAccess access,
      Path keys,
      Clock clock) {
    return Stream.of(
        new SettingsCheck(config),
        new RealTimeCheck(config.onboard().realTime(), system),
        new DiskCheck(runs, DiskCheck.FreeSpace::real),
        new KeysCheck(keys, config.name(), clock),
        new BrokerCheck(access, config.name()));
  }
}
