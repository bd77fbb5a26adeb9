package io.mbmpo.link.mqtt;

import io.mbmpo.link.codec.WireRules;

/**
 * Every topic of one robot, {@code mbmpo/v1/{robot}/…}. All payloads are protobuf, see link.proto.
 *
 * <pre>
 * snapshot/{slot}  learner → robot  Signed PolicySnapshot, retained; slot: low 8 bits of the version
 * plan             learner → robot  Signed RolloutPlan, retained
 * receipt          learner → robot  EpisodeReceipt
 * progress         learner → people LearnerProgress
 * episode          robot → learner  EpisodeChunk
 * report           robot → learner  SnapshotReport
 * status           robot → learner  RobotStatus, retained, also the last will
 * </pre>
 */
public final class Topics {
  private final String base;

  /**
   * @throws io.mbmpo.link.LinkException when the name cannot be part of a topic
   */
  public Topics(String robot) {
    WireRules.robotName("robot name", robot);
    this.base = "mbmpo/v1/" + robot + "/";
  }

  public String snapshot(long version) {
    return base + "snapshot/" + (version & 0xff);
  }

  /** Filter for every slot. */
  public String snapshots() {
    return base + "snapshot/+";
  }

  public boolean isSnapshot(String topic) {
    return topic.startsWith(base + "snapshot/");
  }

  public String plan() {
    return base + "plan";
  }

  public String receipt() {
    return base + "receipt";
  }

  public String progress() {
    return base + "progress";
  }

  public String episode() {
    return base + "episode";
  }

  public String report() {
    return base + "report";
  }

  public String status() {
    return base + "status";
  }
}
