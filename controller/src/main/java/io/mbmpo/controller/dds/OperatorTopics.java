package io.mbmpo.controller.dds;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;

/**
 * The operator's topics: the hand controller, to the port's input, and the emergency stop, which is
 * pressed as long as the last message says so. {@link #take} belongs to the control thread, the
 * rest runs on the threads of DDS. Allocates nothing.
 */
final class OperatorTopics {
  private final RobotClock clock;
  private final boolean believeStamps;
  private final EmergencyStop stop;
  private final OperatorInput input = new OperatorInput();
  private final Handoff<OperatorInput> inputs =
      new Handoff<>(OperatorInput::new, OperatorInput::copyFrom);
  private final DdsReader<JoyMessage> joys;
  private final DdsReader<BoolMessage> stops;

  OperatorTopics(
      DdsParticipant participant,
      Ros2Config ros2,
      TopicNames names,
      RobotClock clock,
      EmergencyStop stop) {
    this.clock = clock;
    this.stop = stop;
    believeStamps = ros2.synchronizedClock();
    Ros2Config.Topics topics = ros2.topics();
    stops =
        participant.reader(
            names.dds(topics.emergencyStop()), new BoolMessage(), Qos.RELIABLE, this::accept);
    joys = participant.reader(names.dds(topics.joy()), new JoyMessage(), Qos.SENSOR, this::accept);
  }

  private void accept(BoolMessage message) {
    stop.set(EmergencyStop.Source.TOPIC, message.data);
  }

  private void accept(JoyMessage joy) {
    long stamp = joy.header.stamp();
    // A hand that publishes by hand does not stamp.
    input.stampNanos = believeStamps && stamp != 0 ? clock.toTick(stamp) : RobotClock.tickNanos();
    for (int i = 0; i < OperatorInput.MAX_AXES; i++) {
      input.axes[i] = i < joy.axisCount ? joy.axes[i] : 0;
    }
    int buttons = 0;
    for (int i = 0; i < Math.min(joy.buttonCount, OperatorInput.MAX_BUTTONS); i++) {
      buttons |= joy.buttons[i] == 0 ? 0 : 1 << i;
    }
    input.buttons = buttons;
    inputs.put(input);
  }

  boolean take(OperatorInput into) {
    return inputs.take(into);
  }

  List<DdsReader<?>> readers() {
    return List.of(stops, joys);
  }
}
