package io.mbmpo.controller.stage;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.stage.StageScript.Phase;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A robot in one of its stages: the controller's port to it. What the robot says passes through,
 * what the operator presses is completed by the script, what the controller commands is made
 * smaller. The port's methods belong to the control thread, allocate nothing and wait for nobody;
 * the others to any thread.
 */
public final class StagedRobot implements RobotPort {
  private final RobotPort robot;
  private final RobotConfig real;
  private final Stage stage;
  private final boolean dry;
  private final Trial trial;
  private final StagePilot pilot;
  private final CommandReduction reduction;
  private final StageScript script;
  private final SentCommands sent;
  private final Readings readings;
  private final JointCommand smaller;

  /**
   * @param robot the robot's port
   * @param staged the robot as the controller knows it, from {@link StagedConfig}
   * @param real the robot as it is
   * @param dry the port sends nothing, so that nothing is expected to move
   */
  public StagedRobot(
      RobotPort robot,
      RobotConfig staged,
      RobotConfig real,
      Stage stage,
      StageLimits limits,
      boolean dry) {
    this.robot = robot;
    this.real = real;
    this.stage = stage;
    this.dry = dry;
    trial = trial(staged, real, stage, limits);
    pilot = new StagePilot(staged.onboard().operator());
    reduction = new CommandReduction(staged, limits);
    script = new StageScript(staged, stage, limits, trial, pilot, reduction, dry);
    sent = new SentCommands(real.jointCount(), real.control().tickRateHz());
    readings = new Readings(real.jointCount());
    smaller = new JointCommand(real.jointCount());
  }

  private static Trial trial(
      RobotConfig staged, RobotConfig real, Stage stage, StageLimits limits) {
    return switch (stage) {
      case HANG -> new HangTrial(staged, real, limits);
      case EXCITE -> new ExciteTrial(staged, real, limits);
      case STAND -> new StandTrial(real, limits);
      case CROUCH -> new CrouchTrial(real, limits);
      case WALK -> new WalkTrial(real, limits);
    };
  }

  /** The controller that has this port; before its first tick. */
  public void follow(Controller controller) {
    script.follow(controller);
  }

  @Override
  public boolean take(JointState into) {
    boolean taken = robot.take(into);
    if (taken) {
      readings.take(into);
    }
    return taken;
  }

  @Override
  public boolean take(ImuState into) {
    boolean taken = robot.take(into);
    if (taken) {
      readings.take(into);
    }
    return taken;
  }

  @Override
  public boolean take(OdometryState into) {
    boolean taken = robot.take(into);
    if (taken) {
      readings.take(into);
    }
    return taken;
  }

  @Override
  public boolean take(OperatorInput into) {
    boolean taken = robot.take(into);
    if (taken) {
      pilot.steer(into);
    }
    return taken;
  }

  @Override
  public void send(JointCommand command) {
    readings.tick(command.stampNanos);
    script.tick(readings);
    reduction.reduce(command, readings.joints.position, trial.offsets(), smaller);
    System.arraycopy(reduction.targets(), 0, readings.targets, 0, readings.targets.length);
    sent.add(smaller, readings.joints.position);
    robot.send(smaller);
  }

  /** The stage is over, and the robot limp. */
  public boolean over() {
    return script.phase() == Phase.OVER;
  }

  /** The operator's walk button counts now. */
  public boolean walks() {
    return script.phase() == Phase.TRYING && trial.walks();
  }

  /** What happens now, or is waited for, for people. */
  public String doing() {
    return switch (script.phase()) {
      case WAITING -> script.obstacle().isEmpty() ? "ready" : "waiting for " + script.obstacle();
      case RISING -> stage.hangs() ? "taking hold of the joints" : "standing up";
      case TRYING -> trial.doing();
      case LOWERING -> "lowering";
      case COMING_DOWN -> "letting go";
      case OVER -> "over";
    };
  }

  /**
   * The judgement. A dry run is judged by whether it came to no other end than it must: a robot
   * that is not moved does not stand up. It passes no stage.
   *
   * @throws IllegalStateException before the end
   */
  public Verdict verdict() {
    if (!over()) {
      throw new IllegalStateException("the stage is not over");
    }
    List<Check> checks = new ArrayList<>();
    checks.add(new StageEnd(script, real, trial.doing(), dry, readings.longestAwayNanos).check());
    if (script.tried() && !dry) {
      checks.addAll(trial.checks());
    }
    checks.add(rates());
    checks.add(sent.check());
    Map<String, Double> figures = new TreeMap<>();
    if (script.tried()) {
      trial.figures(figures);
    }
    sent.figures(figures);
    boolean passed = !dry && checks.stream().allMatch(Check::passed);
    return new Verdict(passed, checks, figures);
  }

  private Check rates() {
    double hz = real.control().tickRateHz();
    double joints = hz * readings.jointSamples / readings.ticks;
    double imu = hz * readings.imuSamples / readings.ticks;
    return Check.of(
        "sensor rates",
        Math.min(joints, imu) >= 0.5 * hz,
        Posture.text("joint states %.0f Hz, IMU %.0f Hz; %.0f ticks a second", joints, imu, hz),
        "a sensor slower than half the control rate: control.tick_rate_hz, or the robot's"
            + " settings");
  }
}
