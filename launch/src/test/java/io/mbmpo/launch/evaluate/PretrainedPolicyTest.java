package io.mbmpo.launch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a newcomer sees first: it breaks when robot, task, simulator or controller change. */
class PretrainedPolicyTest {
  @Test
  void thePretrainedGo1WalksStraightAndDoesNotFall() {
    Path folder = Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1");
    RobotConfig go1 = RobotConfigLoader.load(folder);
    Task task = new WalkTask(go1);
    SignedPolicy policy =
        SignedPolicy.load(folder.resolve("pretrained/policy.snapshot"), null, go1, task);
    Trial trial =
        new Evaluation(go1, task, policy, SimulationOptions.nominal(), 10).watch(0, robot -> {});
    assertThat(trial.fell()).isFalse();
    assertThat(trial.seconds()).isEqualTo(10);
    assertThat(trial.speedMS()).isGreaterThan(1.2);
    assertThat(trial.driftShare()).isLessThan(0.05);
  }
}
