package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.evaluate.Evaluation;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.evaluate.Trial;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulationOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EvaluateOnEstimatesTest {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final Path GO1 = ROOT.resolve("robot-configs/go1");

  @Test
  void thePolicyThatLearnedWithOdometryWalksOnEstimatesAsWell() {
    RobotConfig known = RobotConfigLoader.load(GO1);
    RobotConfig withheld = known.withoutOdometry();
    Task task = new WalkTask(known);
    SignedPolicy policy =
        SignedPolicy.load(GO1.resolve("pretrained/policy.snapshot"), null, withheld, task);
    SimulationOptions noise = SimulationOptions.nominal().withNoise();
    Trial with = new Evaluation(known, task, policy, noise, 10).watch(0, robot -> {});
    Trial without = new Evaluation(withheld, task, policy, noise, 10).watch(0, robot -> {});
    assertThat(without.fell()).isFalse();
    assertThat(without.speedMS()).isCloseTo(with.speedMS(), within(0.15));
    assertThat(without.episodeReturn()).isCloseTo(with.episodeReturn(), within(60.0));
    assertThat(without).isNotEqualTo(with);
  }

  @Test
  void theCommandShowsBothBesideEachOther() {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    int status =
        Mbmpo.run(
            new Place(ROOT),
            printer,
            printer,
            "evaluate",
            "--estimate",
            "--noise",
            "--episodes",
            "1",
            "--seconds",
            "2");
    assertThat(out.toString())
        .contains("with the robot's odometry:", "on estimates from IMU and legs:");
    assertThat(status).isZero();
  }
}
