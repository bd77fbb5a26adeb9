package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.SensorIntake;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;

/** A robot's sensor topics. Samples are taken on the threads of DDS. */
final class SensorTopics {
  private final SensorIntake intake;
  private final DdsReader<JointStateMessage> jointReader;
  private final DdsReader<ImuMessage> imuReader;
  private final DdsReader<OdometryMessage> odometryReader;

  SensorTopics(DdsParticipant participant, Ros2Config ros2, TopicNames names, SensorIntake intake) {
    this.intake = intake;
    Qos qos = Qos.SENSOR.reliable(ros2.reliableSensors());
    Ros2Config.Topics topics = ros2.topics();
    jointReader =
        participant.reader(
            names.dds(topics.jointStates()), new JointStateMessage(), qos, this::accept);
    imuReader = participant.reader(names.dds(topics.imu()), new ImuMessage(), qos, intake::accept);
    odometryReader =
        participant.reader(
            names.dds(topics.odometry()), new OdometryMessage(), qos, intake::accept);
  }

  private void accept(JointStateMessage message) {
    Refusal refusal = intake.accept(message);
    if (refusal != null) {
      jointReader.refuse(refusal);
    }
  }

  List<DdsReader<?>> readers() {
    return List.of(jointReader, imuReader, odometryReader);
  }
}
