package io.mbmpo.launch.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.stage.Check;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.controller.stage.StagedController;
import io.mbmpo.controller.stage.Verdict;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every robot of the repository through its stages, with physics, in simulated time. */
class SimulatedStagesTest {
  private static final Path ROBOTS = Path.of(System.getProperty("mbmpo.root"), "robot-configs");
  private static final double MOST_S = 120;

  static Stream<Arguments> robotsAndStages() {
    return Stream.of("go1", "anymal_c")
        .flatMap(robot -> Stream.of(Stage.values()).map(stage -> Arguments.of(robot, stage)));
  }

  @ParameterizedTest
  @MethodSource("robotsAndStages")
  void aSoundRobotPassesEveryStageWithNoisySensors(String robot, Stage stage) {
    RobotConfig config = robot(robot);
    InProcessPort port = new InProcessPort(config.jointCount());
    Verdict verdict = run(config, stage, port, port);
    assertThat(verdict.passed())
        .as("%s", String.join("\n", verdict.checks().stream().map(Check::toString).toList()))
        .isTrue();
  }

  @Test
  void aJointWhoseSensorHasTheWrongSignIsLetGoBeforeItDoesHarm() {
    RobotConfig config = robot("go1");
    InProcessPort port = new InProcessPort(config.jointCount());
    WrongSign wrong = new WrongSign(port, config, 3);
    Verdict verdict = run(config, Stage.HANG, port, wrong);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.checks().get(0).found())
        .contains(config.joints().get(3).name() + " ran away");
    assertThat(wrong.fastestRadS).isLessThan(0.3 * config.joints().get(3).velocityLimitRadS());
  }

  /** The Go1 takes its drives' gains from us, the ANYmal has its own. */
  private static RobotConfig robot(String name) {
    RobotConfig config = RobotConfigLoader.load(ROBOTS.resolve(name));
    return name.equals("go1") ? withImpedance(config) : config;
  }

  private static RobotConfig withImpedance(RobotConfig c) {
    Ros2Config r = c.ros2();
    Ros2Config impedance =
        new Ros2Config(
            r.domainId(),
            r.namespace(),
            r.interfaces(),
            r.leaseS(),
            r.synchronizedClock(),
            r.reliableSensors(),
            r.reliableCommands(),
            Ros2Config.Command.IMPEDANCE,
            r.commandOrder(),
            r.topics());
    return new RobotConfig(
        c.name(),
        c.description(),
        c.joints(),
        c.model(),
        c.control(),
        c.standUp(),
        c.safety(),
        c.task(),
        c.simulation(),
        c.onboard(),
        impedance,
        c.estimator(),
        c.hash());
  }

  /**
   * @param port the simulator's
   * @param seen the same as the controller is to see it
   */
  private static Verdict run(RobotConfig config, Stage stage, InProcessPort port, RobotPort seen) {
    SimulationOptions options = SimulationOptions.nominal().withNoise().withLatency(0.004);
    SimulatedQuadruped simulated = new SimulatedQuadruped(config, options, port);
    if (stage.hangs()) {
      simulated.hang();
    }
    int hz = config.control().tickRateHz();
    JointState joints = new JointState(config.jointCount());
    for (int i = 0; i < 10 * hz; i++) {
      simulated.step();
    }
    seen.take(joints);
    StagedController staged =
        new StagedController(
            stage,
            StageLimits.of(stage),
            config,
            joints.position.clone(),
            seen,
            new ConditionFlags(),
            TickTape.off(config, new WalkTask(config)),
            false);
    SignedPolicy policy =
        SignedPolicy.load(
            ROBOTS.resolve(config.name()).resolve("pretrained/policy.snapshot"),
            null,
            config,
            new WalkTask(config));
    OperatorInput hands = new OperatorInput();
    hands.buttons =
        1 << config.onboard().operator().deadmanButton()
            | 1 << config.onboard().operator().walkButton();
    for (int i = 0; !staged.robot().over(); i++) {
      assertThat(i).as(staged.robot().doing()).isLessThan((int) (MOST_S * hz));
      simulated.step();
      hands.stampNanos = simulated.nowNanos();
      port.publish(hands);
      staged.controller().tick(simulated.nowNanos());
      staged.walkIfAsked(policy.snapshot(), policy.digest());
    }
    return staged.robot().verdict();
  }

  /** A robot that takes torques, and reports one joint with the wrong sign. */
  private static final class WrongSign extends ForwardingRobotPort {
    private final int joint;
    private final JointState measured;
    private final JointCommand torques;
    double fastestRadS;

    WrongSign(InProcessPort robot, RobotConfig config, int joint) {
      super(robot);
      this.joint = joint;
      measured = new JointState(config.jointCount());
      torques = new JointCommand(config.jointCount());
    }

    @Override
    public boolean take(JointState into) {
      if (!super.take(into)) {
        return false;
      }
      into.position[joint] *= -1;
      into.velocity[joint] *= -1;
      into.effort[joint] *= -1;
      measured.copyFrom(into);
      fastestRadS = Math.max(fastestRadS, Math.abs(into.velocity[joint]));
      return true;
    }

    @Override
    public void send(JointCommand command) {
      for (int i = 0; i < torques.effort.length; i++) {
        torques.effort[i] =
            command.kp[i] * (command.position[i] - measured.position[i])
                - command.kd[i] * measured.velocity[i];
      }
      super.send(torques);
    }
  }
}
