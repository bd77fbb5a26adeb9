package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.mbmpo.sim.DomainRange.Interval;
import org.junit.jupiter.api.Test;

class RepeatabilityTest {
  private static final SimulationOptions RICH =
      SimulationOptions.nominal()
          .withNoise()
          .withLatency(0.01)
          .withDomain(
              new DomainRange(
                  new Interval(0.9, 1.1),
                  new Interval(0.6, 1.2),
                  new Interval(0.8, 1),
                  new Interval(0, 2),
                  new Interval(0, 0.02),
                  new Interval(-0.3, 0.3)));

  /** Every bit of what is measured and of what is true, over two seconds of random targets. */
  private static String episode(Rig rig, long seed) {
    rig.robot.reset(seed);
    rig.take();
    long start = rig.robot.nowNanos();
    Hasher hash = Hashing.sha256().newHasher();
    rig.runRandomTargets(
        2,
        99,
        0.5,
        () -> {
          for (int i = 0; i < rig.config.jointCount(); i++) {
            hash.putDouble(rig.joints.position[i]).putDouble(rig.joints.velocity[i]);
            hash.putDouble(rig.joints.effort[i]);
          }
          for (int i = 0; i < 3; i++) {
            hash.putDouble(rig.imu.linearAcceleration[i]).putDouble(rig.imu.angularVelocity[i]);
            hash.putDouble(rig.odometry.linearVelocity[i]).putDouble(rig.truth().position[i]);
          }
          hash.putLong(rig.joints.stampNanos - start);
        });
    return hash.hash().toString();
  }

  @Test
  void theSameSeedGivesTheSameBitsInOneObjectAndInAFreshOne() {
    Rig used = new Rig(RICH);
    String first = episode(used, 11);
    episode(used, 12);
    assertThat(episode(used, 11)).isEqualTo(first);
    assertThat(episode(new Rig(RICH), 11)).isEqualTo(first);
  }

  @Test
  void anotherSeedGivesAnotherEpisode() {
    Rig rig = new Rig(RICH);
    assertThat(episode(rig, 11)).isNotEqualTo(episode(rig, 12));
  }

  /** Holds JDKs, operating systems and processors to one another; update it with the physics. */
  @Test
  void everyMachineGivesTheseBits() {
    assertThat(episode(new Rig(RICH), 2026))
        .isEqualTo("540336bf6bc2909ee7c264ee8856ee6e673ca824b3bdffaf7e0a69e1edec1ea8");
  }
}
