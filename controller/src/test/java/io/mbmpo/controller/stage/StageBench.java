package io.mbmpo.controller.stage;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.FakeRobot;
import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;

/** A {@link FakeRobot} in a stage, in simulated time. */
final class StageBench {
  static final RobotConfig CONFIG = commandedBy(Ros2Config.Command.IMPEDANCE);
  static final OperatorConfig BUTTONS = CONFIG.onboard().operator();
  private static final double MOST_S = 120;

  final FakeRobot robot = new FakeRobot(CONFIG);
  final ConditionFlags flags;
  final double[] hanging = new double[CONFIG.jointCount()];
  final StagedController staged;
  final Controller controller;
  private final PolicySnapshot policy = Bench.snapshot(Bench.version(1, 0));
  private final boolean walks;

  StageBench(Stage stage) {
    this(stage, CONFIG, false);
  }

  StageBench(Stage stage, RobotConfig config, boolean dry) {
    this(stage, config, dry, TickTape.off(CONFIG, Bench.TASK), new ConditionFlags());
  }

  /** Recorded. */
  StageBench(Stage stage, RobotConfig config, boolean dry, TickTape tape, ConditionFlags flags) {
    this.flags = flags;
    for (int i = 0; i < 1000; i++) {
      robot.step();
    }
    JointState joints = new JointState(hanging.length);
    robot.port.take(joints);
    System.arraycopy(joints.position, 0, hanging, 0, hanging.length);
    staged =
        new StagedController(
            stage,
            StageLimits.of(stage),
            config,
            hanging,
            dry ? new Deaf(robot.port) : robot.port,
            flags,
            tape,
            dry);
    controller = staged.controller();
    walks = stage == Stage.WALK;
  }

  void tick() {
    robot.step();
    controller.tick(robot.nowNanos());
    if (walks) {
      staged.walkIfAsked(policy, new byte[32]);
    }
  }

  void seconds(double seconds) {
    for (int i = Bench.ticksOf(seconds); i > 0; i--) {
      tick();
    }
  }

  /** The Go1, its drives commanded in this way. */
  static RobotConfig commandedBy(Ros2Config.Command kind) {
    RobotConfig c = Bench.CONFIG;
    Ros2Config r = c.ros2();
    Ros2Config ros2 =
        new Ros2Config(
            r.domainId(),
            r.namespace(),
            r.interfaces(),
            r.leaseS(),
            r.synchronizedClock(),
            r.reliableSensors(),
            r.reliableCommands(),
            kind,
            r.commandOrder(),
            r.topics());
    return c.with(ros2);
  }

  /** The operator's hands press these buttons from now on. */
  StageBench hold(int... buttons) {
    robot.hands(buttons);
    return this;
  }

  StageBench holdTheDeadman() {
    return hold(BUTTONS.deadmanButton());
  }

  /** Ticks until the stage does what is said. */
  StageBench until(String doing) {
    for (int i = Bench.ticksOf(MOST_S); !staged.robot().doing().startsWith(doing); i--) {
      if (i == 0) {
        throw new AssertionError("still " + staged.robot().doing() + ", never " + doing);
      }
      tick();
    }
    return this;
  }

  /** Ticks to the end of the stage. */
  Verdict verdict() {
    until("over");
    return staged.robot().verdict();
  }

  Mode mode() {
    return controller.mode();
  }

  /** A robot that hears no commands. */
  private static final class Deaf extends ForwardingRobotPort {
    Deaf(RobotPort robot) {
      super(robot);
    }

    @Override
    public void send(JointCommand command) {}
  }
}
