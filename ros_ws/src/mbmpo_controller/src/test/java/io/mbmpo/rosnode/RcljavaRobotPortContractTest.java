package io.mbmpo.rosnode;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.RobotPortContract;
import io.mbmpo.controller.rcl.NativeGrowth;
import io.mbmpo.controller.rcl.NodeArguments;
import io.mbmpo.controller.rcl.NodeSettings;
import io.mbmpo.controller.rcl.RclRobotPort;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.Ros2Config;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract over rcljava itself: a controller's node and a robot's. */
class RcljavaRobotPortContractTest extends RobotPortContract {
  private static final Ros2Config ROS2 =
      new Ros2Config(
          0,
          "",
          List.of("127.0.0.1"),
          5,
          true,
          false,
          true,
          Ros2Config.Command.IMPEDANCE,
          List.of(),
          Ros2Config.DEFAULT.topics());

  private RclRobotPort port;
  private RobotNode end;

  @BeforeEach
  void joinBothEnds() {
    NodeArguments arguments =
        NodeArguments.parse(
            "mbmpo_controller",
            "",
            List.of("--ros-args", "-r", "__ns:=/contract", "-r", "odom:=state/odometry"));
    NodeSettings settings =
        new NodeSettings(
            "go1", Path.of("robots"), Path.of("run"), "none", null, false, false, "off", 0, 0);
    port =
        new RclRobotPort(
            () -> RcljavaNode.open(arguments, settings),
            Bench.CONFIG,
            ROS2,
            arguments.topicNames(),
            new EmergencyStop(new ConditionFlags()),
            new NativeGrowth(0));
    end = new RobotNode(ROS2, "/contract/");
    for (String topic : new String[] {"joint_states", "imu/data", "state/odometry", "joy"}) {
      await(topic, () -> matched(topic) == 1);
    }
    await("commands", () -> matched(ROS2.topics().commands()) == 1);
    await("listener", end::heard);
  }

  private int matched(String topic) {
    return port.status().topics().stream()
        .filter(t -> t.name().equals("/contract/" + topic))
        .mapToInt(WireStatus.Topic::matched)
        .sum();
  }

  @AfterEach
  void leave() {
    end.stop();
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
          end.publish(input);
        }

        @Override
        public long nowNanos() {
          return RobotClock.tickNanos();
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
    return 5_000_000; // two clocks are compared, on a machine that may be busy
  }
}
