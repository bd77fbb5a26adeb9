package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Two seconds of what a robot that stands still tells at 500 Hz, to be told wrong. */
final class Told {
  static final RobotConfig GO1 =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));
  private static final int SAMPLES = 1000;
  private static final long PERIOD_NANOS = 2_000_000;

  List<String> names = GO1.joints().stream().map(JointConfig::name).toList();
  double[] position = joints(JointConfig::stanceRad);

  /** rad/s added to each position as time goes on, as positions show it. */
  double[] moving = new double[12];

  /** As it is told. */
  double[] velocity = new double[12];

  double[] effort = carrying();
  double[] orientation = {0, 0, 0, 1};
  double[] odometryOrientation = {0, 0, 0, 1};
  double[] acceleration = {0, 0, 9.81};
  double[] turn = new double[3];
  double heightM = Kinematics.of(GO1).trunkHeightM(position);
  long periodNanos = PERIOD_NANOS;
  double ageS = 0.001;

  /** How often nothing is told for a while. */
  int pauses;

  long pauseNanos;
  int jointPublishers = 1;
  boolean odometry = true;
  String commandMisfit = "";
  int takers = 1;
  int commanders;
  long commands;
  BatterySample battery;

  static double[] joints(ToDoubleFunction<JointConfig> value) {
    return GO1.joints().stream().mapToDouble(value).toArray();
  }

  private static double[] carrying() {
    return new Feet(GO1)
        .carryingNm(
            joints(JointConfig::stanceRad),
            new double[] {0, 0, 1},
            Kinematics.of(GO1).massKg() * 9.81);
  }

  Evidence evidence() {
    List<JointSample> joints = new ArrayList<>();
    List<ImuSample> imu = new ArrayList<>();
    List<OdometrySample> odometries = new ArrayList<>();
    for (int k = 0; k < SAMPLES; k++) {
      long paused = k * (pauses + 1) / SAMPLES * pauseNanos;
      long at = 1_000_000_000L + k * periodNanos + paused;
      Sample sample = new Sample(at, at - (long) (ageS * 1e9));
      double[] q = position.clone();
      for (int i = 0; i < q.length && i < moving.length; i++) {
        q[i] += moving[i] * k * periodNanos * 1e-9;
      }
      joints.add(new JointSample(sample, names, q, velocity, effort));
      imu.add(new ImuSample(sample, "imu_link", orientation, turn, acceleration));
      if (odometry) {
        odometries.add(new OdometrySample(sample, odometryOrientation, heightM));
      }
    }
    return new Evidence(
        "domain 0 on 127.0.0.1",
        1,
        new Heard<>("/joint_states", jointPublishers, Map.of(), "", joints),
        new Heard<>("/imu/data", 1, Map.of(), "", imu),
        new Heard<>("/odom", odometry ? 1 : 0, Map.of(), "", odometries),
        new Heard<>(
            "/battery_state",
            battery == null ? 0 : 1,
            Map.of(),
            "",
            battery == null ? List.of() : List.of(battery)),
        new Evidence.CommandTopic("/commands", takers, commanders, commands, commandMisfit));
  }

  List<Verdict> verdicts() {
    return Doctor.robot(GO1, GO1.ros2(), evidence(), false);
  }

  /** What one check says. */
  Verdict verdict(String what) {
    return verdicts().stream().filter(v -> v.what().equals(what)).findAny().orElseThrow();
  }
}
