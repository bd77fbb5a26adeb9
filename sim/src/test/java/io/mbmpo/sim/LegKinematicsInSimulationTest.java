package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the controller computes of the legs is what the simulated legs do. */
class LegKinematicsInSimulationTest {
  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void feetAreWhereTheSimulatorHasThem(String name) {
    RobotConfig config =
        RobotConfigLoader.load(
            Path.of(System.getProperty("mbmpo.root", "..")).resolve("robot-configs").resolve(name));
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, SimulationOptions.nominal(), port);
    LegKinematics legs = new LegKinematics(config);
    SplittableRandom random = new SplittableRandom(1);
    JointCommand command = new JointCommand(config.jointCount());
    double[] inTrunk = new double[3];
    for (int i = 0; i < 500; i++) {
      for (int j = 0; i % 50 == 0 && j < config.jointCount(); j++) {
        command.position[j] = config.joints().get(j).stanceRad() + 0.4 * random.nextDouble() - 0.2;
        command.kp[j] = config.joints().get(j).kpNmRad();
        command.kd[j] = config.joints().get(j).kdNmsRad();
      }
      port.send(command);
      robot.step();
      Truth truth = robot.truth();
      legs.update(truth.jointPosition);
      for (int foot = 0; foot < legs.footCount(); foot++) {
        double[] world = footInWorld(robot, foot);
        for (int k = 0; k < 3; k++) {
          world[k] -= truth.position[k];
        }
        Sensors.rotateBack(truth.orientation, world, inTrunk);
        // The engine's hinges give a little under load.
        assertThat(inTrunk).containsExactly(legs.footCentreM(foot), within(2e-3));
      }
    }
  }

  private static double[] footInWorld(SimulatedQuadruped robot, int foot) {
    BodyTree.PlacedFoot placed = robot.bodies().feet().get(foot);
    Transform at = robot.bodies().bodies().get(placed.body()).shapes().get(placed.shape()).at();
    double[] q = robot.truth().bodyOrientation[placed.body()];
    double[] origin = robot.truth().bodyPosition[placed.body()];
    double[] turned = new double[3];
    double[] back = {-q[0], -q[1], -q[2], q[3]};
    Sensors.rotateBack(back, new double[] {at.x(), at.y(), at.z()}, turned);
    return new double[] {origin[0] + turned[0], origin[1] + turned[1], origin[2] + turned[2]};
  }
}
