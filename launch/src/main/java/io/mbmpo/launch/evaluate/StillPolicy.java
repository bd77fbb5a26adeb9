package io.mbmpo.launch.evaluate;

import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;

/** The policy that does nothing: its mean action is 0, the stance, whatever it sees. */
final class StillPolicy {
  private StillPolicy() {}

  static PolicySnapshot of(RobotConfig config, Task task) {
    int[] sizes = {task.observationSize(), task.actionSize()};
    List<JointConfig> joints = config.joints();
    float[] stance = new float[joints.size()];
    float[] scale = new float[joints.size()];
    for (int i = 0; i < stance.length; i++) {
      stance[i] = (float) joints.get(i).stanceRad();
      scale[i] = (float) joints.get(i).actionScaleRad();
    }
    return new PolicySnapshot(
        "stand",
        config.name(),
        config.hash(),
        1,
        0,
        PolicySnapshot.Role.META,
        -1,
        sizes,
        new float[PolicySnapshot.parameterCount(sizes)],
        task.observationCenter(),
        task.observationScale(),
        stance,
        scale);
  }
}
