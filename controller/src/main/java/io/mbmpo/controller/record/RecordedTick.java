package io.mbmpo.controller.record;

import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointCommandMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.PolicyStepMessage;
import io.mbmpo.controller.ros.RolloutMessage;
import io.mbmpo.controller.ros.TickMessage;
import java.util.EnumSet;
import java.util.Set;

/**
 * A tick read back; valid until the next is read. A message that it does not {@link #has have} is
 * the newest that an earlier tick had.
 */
public final class RecordedTick {
  public final TickMessage tick = new TickMessage();
  public final JointStateMessage joints = new JointStateMessage();
  public final ImuMessage imu = new ImuMessage();
  public final OdometryMessage odometry = new OdometryMessage();
  public final JoyMessage operator = new JoyMessage();
  public final RolloutMessage rollout = new RolloutMessage();
  public final PolicyStepMessage policy = new PolicyStepMessage();
  public final JointCommandMessage command = new JointCommandMessage();

  final Set<Topic> present = EnumSet.noneOf(Topic.class);

  RecordedTick() {}

  /** Whether the tick has a message of this topic. */
  public boolean has(Topic topic) {
    return present.contains(topic);
  }
}
