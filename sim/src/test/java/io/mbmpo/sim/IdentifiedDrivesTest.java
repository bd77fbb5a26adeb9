package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drives and delays as identified on a real robot. */
class IdentifiedDrivesTest {
  private static final RobotConfig GO1 =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs/go1"));

  private static Rig rig(IdentifiedConfig identified) {
    RobotConfig config = GO1.with(GO1.simulation().with(identified), null);
    return new Rig(config, SimulationOptions.nominal());
  }

  private static IdentifiedConfig friction(double nm) {
    Map<String, Double> all = new HashMap<>();
    GO1.joints().forEach(joint -> all.put(joint.name(), nm));
    return new IdentifiedConfig(all, Map.of(), 1, 0, 0);
  }

  private static void send(Rig rig) {
    rig.gains();
    for (int j = 0; j < 12; j++) {
      rig.command.position[j] = rig.truth().jointPosition[j] + 0.1;
    }
    rig.port.send(rig.command);
  }

  @Test
  void aCommandIsObeyedAfterItsDelayAndNotATickSooner() {
    Rig rig = rig(new IdentifiedConfig(Map.of(), Map.of(), 1, 0.012, 0));
    send(rig);
    for (int tick = 0; tick < 6; tick++) {
      rig.step();
      assertThat(rig.truth().jointTorque).as("tick %s", tick).containsOnly(0);
    }
    rig.step();
    assertThat(rig.truth().jointTorque[0]).isCloseTo(8, within(1.0));
  }

  @Test
  void aResetForgetsCommandsUnderWay() {
    Rig rig = rig(new IdentifiedConfig(Map.of(), Map.of(), 1, 0.012, 0));
    send(rig);
    rig.step();
    rig.robot.reset(1);
    for (int tick = 0; tick < 20; tick++) {
      rig.step();
      assertThat(rig.truth().jointTorque).containsOnly(0);
    }
  }

  @Test
  void noCommandIsLostOrObeyedTwiceOnItsWay() {
    Rig late = rig(new IdentifiedConfig(Map.of(), Map.of(), 1, 0.006, 0));
    CommandDelay delay = new CommandDelay(late.port, 12, 3);
    int obeyed = 0;
    for (int tick = 0; tick < 40; tick++) {
      if (tick % 2 == 0) {
        late.command.position[0] = tick;
        late.port.send(late.command);
      }
      if (delay.take(late.command)) {
        obeyed++;
        assertThat(late.command.position[0]).isEqualTo(tick - 3);
      }
    }
    assertThat(obeyed).isEqualTo(19);
  }

  @Test
  void aWeakMotorGivesLessThanItReports() {
    Rig rig = rig(new IdentifiedConfig(Map.of(), Map.of(), 0.8, 0, 0));
    Rig strong = rig(IdentifiedConfig.NONE);
    send(rig);
    send(strong);
    rig.step();
    strong.step();
    assertThat(rig.truth().jointTorque[0])
        .isCloseTo(0.8 * strong.truth().jointTorque[0], within(1e-12));
    assertThat(rig.joints.effort[0]).isCloseTo(strong.joints.effort[0], within(1e-12));
  }

  @Test
  void sensorsAreLateByTheirDelay() {
    Rig rig = rig(new IdentifiedConfig(Map.of(), Map.of(), 1, 0, 0.008));
    rig.step();
    assertThat(rig.robot.nowNanos() - rig.joints.stampNanos).isEqualTo(8_000_000);
  }

  @Test
  void legsSwingOutSoonerTheMoreFrictionTheyHave() {
    double little = swing(friction(0.05));
    double more = swing(friction(0.4));
    assertThat(more).isLessThan(0.5 * little);
  }

  /** How fast limp legs still are a second after they were let go, rad/s. */
  private static double swing(IdentifiedConfig identified) {
    Rig rig = rig(identified);
    rig.robot.clamp();
    rig.run(1);
    double[] speed = {0};
    rig.run(0.2, () -> speed[0] += Math.abs(rig.truth().jointVelocity[1]));
    return speed[0];
  }

  @Test
  void jointsWithFarMoreFrictionThanDescribedComeToRestAndDoNotTremble() {
    Rig rig = rig(friction(5));
    rig.robot.clamp();
    send(rig);
    rig.run(2);
    rig.run(
        0.5,
        () -> {
          for (int j = 0; j < 12; j++) {
            JointConfig joint = GO1.joints().get(j);
            assertThat(Math.abs(rig.truth().jointVelocity[j])).as(joint.name()).isLessThan(0.05);
          }
        });
  }

  @Test
  void aRobotHeldFastMovesItsLegsAndNotItsTrunk() {
    Rig rig = new Rig(GO1, SimulationOptions.nominal());
    rig.robot.clamp();
    double z = rig.truth().position[2];
    rig.runRandomTargets(5, 1, 0.3, () -> assertThat(rig.truth().groundForceN).isZero());
    assertThat(rig.truth().position[2]).isCloseTo(z, within(0.02));
    assertThat(rig.imu.linearAcceleration[2]).isCloseTo(9.81, within(0.5));
  }
}
