package io.mbmpo.launch.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.doctor.Verdict.Level;
import io.mbmpo.launch.fault.SimFault;
import io.mbmpo.launch.role.SimulatorRole;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.SimulationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated robots on the wire, sound and each with one fault. */
class DoctorOnTheWireTest {
  private static final Map<SimFault, String> NAMED_BY = new LinkedHashMap<>();

  static {
    NAMED_BY.put(SimFault.JOINTS_SWAPPED, "joint positions");
    NAMED_BY.put(SimFault.JOINT_FLIPPED, "joint positions");
    NAMED_BY.put(SimFault.DEGREES, "joint positions");
    NAMED_BY.put(SimFault.VELOCITY_FLIPPED, "joint velocities");
    NAMED_BY.put(SimFault.JOINT_RENAMED, "joint names");
    NAMED_BY.put(SimFault.JOINTS_SLOW, "joint states");
    NAMED_BY.put(SimFault.IMU_SILENT, "IMU");
    NAMED_BY.put(SimFault.IMU_IN_G, "IMU acceleration");
    NAMED_BY.put(SimFault.IMU_TILTED, "upright");
    NAMED_BY.put(SimFault.ACCELEROMETER_AXES, "IMU axes");
    NAMED_BY.put(SimFault.GYRO_BIAS, "IMU rates");
    NAMED_BY.put(SimFault.ODOMETRY_LOW, "odometry height");
    NAMED_BY.put(SimFault.CLOCK_BEHIND, "clock");
    NAMED_BY.put(SimFault.COMMANDS_ELSEWHERE, "command topic");
    NAMED_BY.put(SimFault.OTHER_CONTROLLER, "other controllers");
    NAMED_BY.put(SimFault.BATTERY_LOW, "battery");
  }

  /** What a sound robot that lies still must be told to be sound in: looked at, and in order. */
  private static final List<String> LOOKED_AT =
      List.of(
          "joint names",
          "joint positions",
          "legs on the ground",
          "IMU acceleration",
          "IMU rates",
          "IMU axes",
          "upright",
          "odometry height",
          "command topic",
          "other controllers");

  /** What a machine that is busy with something else spoils. */
  private static final List<String> OF_TIME = List.of("joint states", "IMU", "odometry", "clock");

  private static final int DOMAIN = 10 + (int) (ProcessHandle.current().pid() % 90);
  private static final int AT_ONCE = 4;
  private static final int TRIES = 2;
  private static final int SETTLED_STEPS = 500;
  private static final double LISTEN_S = 1;
  private static final long AWAY_NANOS = 15_000_000;

  private static final Map<String, LyingRobot.Readings> READINGS = new ConcurrentHashMap<>();
  private static final Map<String, Examined> EXAMINED = new LinkedHashMap<>();

  /**
   * @param punctual this machine kept time meanwhile
   */
  private record Examined(List<Verdict> verdicts, boolean punctual) {
    /** Faults that are not this machine's. */
    List<String> faults(String expected) {
      return verdicts.stream()
          .filter(verdict -> verdict.level() == Level.FAULT)
          .map(Verdict::what)
          .filter(what -> punctual || what.equals(expected) || !OF_TIME.contains(what))
          .toList();
    }

    String lines() {
      return String.join("\n", verdicts.stream().map(Verdict::line).toList());
    }
  }

  private static RobotConfig config(String robot) {
    return RobotConfigLoader.load(
        Path.of(System.getProperty("mbmpo.root"), "robot-configs", robot));
  }

  @BeforeAll
  static void examineAll() throws ExecutionException, InterruptedException, IOException {
    Map<String, Future<Examined>> under = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    for (SimFault fault : SimFault.values()) {
      under.put(fault.toString(), threads.submit(() -> examine("go1", Set.of(fault), false)));
    }
    Set<SimFault> flipped = Set.of(SimFault.JOINT_FLIPPED);
    under.put("anymal_c flipped", threads.submit(() -> examine("anymal_c", flipped, false)));
    for (String robot : List.of("go1", "anymal_c")) {
      under.put(robot, threads.submit(() -> examine(robot, Set.of(), false)));
    }
    under.put("noisy", threads.submit(() -> examine("go1", Set.of(), true)));
    for (Map.Entry<String, Future<Examined>> one : under.entrySet()) {
      EXAMINED.put(one.getKey(), one.getValue().get());
    }
    threads.shutdown();
    writeTable();
  }

  /** For docs/doctor.md. */
  private static void writeTable() throws IOException {
    List<String> rows = new ArrayList<>(List.of("| `--fault` | doctor says |", "|---|---|"));
    for (SimFault fault : SimFault.values()) {
      EXAMINED.get(fault.toString()).verdicts().stream()
          .filter(verdict -> verdict.what().equals(NAMED_BY.get(fault)))
          .forEach(verdict -> rows.add("| `" + fault + "` | " + verdict.line() + " |"));
    }
    rows.addAll(List.of("", lines("go1")));
    Files.write(Path.of(System.getProperty("mbmpo.root"), "launch/target/doctor-faults.md"), rows);
  }

  private static LyingRobot.Readings readings(RobotConfig config, boolean noise) {
    return READINGS.computeIfAbsent(
        config.name() + noise, name -> new LyingRobot.Readings(config, noise));
  }

  /** Again when this machine was away meanwhile, a few times. */
  private static Examined examine(String robot, Set<SimFault> faults, boolean noise)
      throws InterruptedException {
    Examined examined = examineOnce(robot, faults, noise);
    for (int left = TRIES - 1; left > 0 && !examined.punctual(); left--) {
      examined = examineOnce(robot, faults, noise);
    }
    return examined;
  }

  private static Examined examineOnce(String robot, Set<SimFault> faults, boolean noise)
      throws InterruptedException {
    RobotConfig config = config(robot);
    String fault = faults.stream().map(f -> "_" + f).findAny().orElse("");
    TopicNames names = new TopicNames(robot + (noise ? "_noisy" : "") + fault, Map.of());
    Ros2Config ros2 = config.ros2().withDomain(DOMAIN);
    try (LyingRobot lying = new LyingRobot(config, ros2, names, faults, readings(config, noise));
        WireListener listener = new WireListener(config, ros2, names)) {
      lying.swing(faults.contains(SimFault.VELOCITY_FLIPPED));
      AtomicBoolean over = new AtomicBoolean();
      AtomicBoolean away = new AtomicBoolean();
      Thread watch = new Thread(() -> watch(over, away), "watch");
      watch.start();
      Evidence heard = listener.listen(LISTEN_S);
      over.set(true);
      watch.join();
      return new Examined(
          Doctor.robot(config, ros2, heard, false), !away.get() && lying.lateNanos() < AWAY_NANOS);
    }
  }

  /** Looks at the clock every millisecond. */
  private static void watch(AtomicBoolean over, AtomicBoolean away) {
    long last = System.nanoTime();
    while (!over.get()) {
      LockSupport.parkNanos(1_000_000);
      long now = System.nanoTime();
      if (now - last > AWAY_NANOS) {
        away.set(true);
      }
      last = now;
    }
  }

  private static String lines(String which) {
    return EXAMINED.get(which).lines();
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsNamedAndNoOther(SimFault fault) {
    String expected = NAMED_BY.get(fault);
    assertThat(EXAMINED.get(fault.toString()).faults(expected))
        .as(lines(fault.toString()))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c", "noisy"})
  void noFaultIsInventedOnASoundRobot(String which) {
    assertThat(EXAMINED.get(which).faults("")).as(lines(which)).isEmpty();
    assertThat(
            EXAMINED.get(which).verdicts().stream()
                .filter(verdict -> verdict.level() == Level.OK)
                .map(Verdict::what))
        .as(lines(which))
        .containsAll(LOOKED_AT);
  }

  @Test
  void theExplanationNamesTheJoints() {
    assertThat(lines(SimFault.JOINTS_SWAPPED.toString()))
        .contains("FR_thigh_joint and FR_calf_joint are exchanged");
    assertThat(lines(SimFault.JOINT_FLIPPED.toString()))
        .contains("FR_calf_joint has the wrong sign");
    assertThat(lines(SimFault.DEGREES.toString())).contains("they are in degrees");
    assertThat(lines(SimFault.JOINT_RENAMED.toString()))
        .contains("FR_calf_joint missing on /go1_joint_renamed/joint_states, which has motor_2");
  }

  @Test
  void whereLimitsAllowAWrongSignTheFootInTheAirShowsIt() {
    assertThat(EXAMINED.get("anymal_c flipped").faults("legs on the ground"))
        .as(lines("anymal_c flipped"))
        .containsExactly("legs on the ground");
    assertThat(lines("anymal_c flipped")).contains("LF_KFE has the wrong sign");
  }

  @Test
  void byHandTheJointThatMovesIsTheOneThatWasToMove() throws InterruptedException {
    RobotConfig config = config("go1");
    TopicNames names = new TopicNames("by_hand", Map.of());
    List<String> asked = new ArrayList<>();
    Ros2Config ros2 = config.ros2().withDomain(DOMAIN);
    AtomicBoolean stop = new AtomicBoolean();
    try (SimulatorRole simulator =
            new SimulatorRole(
                config,
                SimulationOptions.nominal(),
                ros2,
                names,
                1,
                Set.of(SimFault.JOINTS_SWAPPED));
        WireListener listener = new WireListener(config, ros2, names)) {
      Thread thread = new Thread(() -> simulator.run(stop::get), "simulator");
      thread.start();
      while (simulator.steps() < SETTLED_STEPS || listener.newestJoints() == null) {
        LockSupport.parkNanos(10_000_000);
      }
      HandGuide guide =
          HandGuide.of(config, listener, line -> obey(line, asked, config, simulator), 60);
      List<Verdict> verdicts = guide.guide(List.of("FR_hip_joint", "FR_thigh_joint"));
      stop.set(true);
      thread.join();

      assertThat(verdicts.get(0).level()).as(verdicts.get(0).line()).isEqualTo(Level.OK);
      assertThat(verdicts.get(1).line())
          .startsWith("FAULT")
          .contains("FR_calf_joint moved instead");
      assertThat(asked.get(0)).contains("so that FR_foot goes");
    }
  }

  private static void obey(
      String line, List<String> asked, RobotConfig config, SimulatorRole simulator) {
    asked.add(line);
    for (int joint = 0; joint < config.jointCount(); joint++) {
      if (line.contains("move " + config.joints().get(joint).name() + " ")) {
        simulator.move(joint);
      }
    }
  }
}
