package io.mbmpo.controller.dds;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.RobotPortContract;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.robotconfigs.Ros2Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract over a real wire. */
class DdsRobotPortContractTest extends RobotPortContract {
  private static final Ros2Config ROS2 = Wire.config(Ros2Config.Command.IMPEDANCE);

  private DdsRobotPort port;
  private DdsRobotEnd end;
  private DdsWriter<JoyMessage> joy;

  @BeforeEach
  void joinBothEnds() {
    port = Wire.port(ROS2);
    end = new DdsRobotEnd("robot", Bench.CONFIG, ROS2, Wire.NAMES);
    joy = end.participant().writer(Wire.NAMES.dds("joy"), new JoyMessage(), Qos.RELIABLE);
    for (String topic : new String[] {"joint_states", "imu/data", "odom", "joy"}) {
      Wire.await(topic, () -> Wire.matched(port, topic) == 1);
    }
    Wire.await("listener", () -> end.listeners() == 1 && joy.matched() == 1);
    Wire.await("commands", () -> Wire.matched(port, ROS2.topics().commands()) == 1);
    Wire.await("writer of commands", () -> end.commanders() == 1);
  }

  @AfterEach
  void leave() {
    end.close();
    port.close();
  }

  private final Robot robot =
      new Robot() {
        @Override
        public void publish(JointState state) {
          end.publish(state);
        }

        @Override
        public void publish(ImuState state) {
          end.publish(state);
        }

        @Override
        public void publish(OdometryState state) {
          end.publish(state);
        }

        @Override
        public boolean takeCommand(JointCommand into) {
          return end.takeCommand(into);
        }

        @Override
        public void publish(OperatorInput input) {
          JoyMessage message = new JoyMessage();
          message.header.stamp(port.rosNanos() + input.stampNanos - nowNanos());
          message.axisCount = input.axes.length;
          System.arraycopy(input.axes, 0, message.axes, 0, input.axes.length);
          message.buttonCount = OperatorInput.MAX_BUTTONS;
          for (int i = 0; i < OperatorInput.MAX_BUTTONS; i++) {
            message.buttons[i] = input.pressed(i) ? 1 : 0;
          }
          joy.write(message);
        }

        @Override
        public long nowNanos() {
          return DdsRobotPort.nowNanos();
        }
      };

  @Override
  protected RobotPort port() {
    return port;
  }

  @Override
  protected Robot robot() {
    return robot;
  }

  @Override
  protected long stampToleranceNanos() {
    return 5_000_000; // the clocks are compared on both ends, on a machine that may be busy
  }
}
