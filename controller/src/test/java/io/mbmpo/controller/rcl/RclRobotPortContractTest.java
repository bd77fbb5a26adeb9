package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.RobotPortContract;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.CommandArray;
import io.mbmpo.controller.wire.RobotClock;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract, with a loop-back where rcljava begins. */
class RclRobotPortContractTest extends RobotPortContract {
  private static final Ros2Config ROS2 = RclBench.config(Ros2Config.Command.IMPEDANCE);

  private final RobotClock clock = new RobotClock();
  private final CommandArray array = new CommandArray(Bench.CONFIG, ROS2);
  private final Handoff<JointCommand> commands =
      new Handoff<>(() -> new JointCommand(Bench.CONFIG.jointCount()), JointCommand::copyFrom);
  private final JointCommand arriving = new JointCommand(Bench.CONFIG.jointCount());
  private LoopbackNode node;
  private RclRobotPort port;

  @BeforeEach
  void makeTheNode() {
    AtomicReference<LoopbackNode> made = new AtomicReference<>();
    port =
        new RclRobotPort(
            () -> {
              made.set(new LoopbackNode());
              return made.get();
            },
            Bench.CONFIG,
            ROS2,
            new TopicNames("", Map.of()),
            new EmergencyStop(new ConditionFlags()),
            new NativeGrowth(0));
    node = made.get();
    node.listen(
        ROS2.topics().commands(),
        array.create(),
        message -> {
          if (array.decode(message, arriving)) {
            commands.put(arriving);
          }
        });
  }

  @AfterEach
  void leave() {
    port.close();
  }

  private static void set(Doubles into, double[] values) {
    System.arraycopy(values, 0, into.values, 0, values.length);
    into.length = values.length;
  }

  private final Robot robot =
      new Robot() {
        @Override
        public void publish(JointState state) {
          JointStateMessage message = RclBench.named();
          message.header.stamp(clock.toWall(state.stampNanos));
          set(message.position, state.position);
          set(message.velocity, state.velocity);
          set(message.effort, state.effort);
          node.deliver("joint_states", message);
        }

        @Override
        public void publish(ImuState state) {
          ImuMessage message = new ImuMessage();
          message.header.stamp(clock.toWall(state.stampNanos));
          System.arraycopy(state.orientation, 0, message.orientation, 0, 4);
          System.arraycopy(state.angularVelocity, 0, message.angularVelocity, 0, 3);
          System.arraycopy(state.linearAcceleration, 0, message.linearAcceleration, 0, 3);
          node.deliver("imu/data", message);
        }

        @Override
        public void publish(OdometryState state) {
          OdometryMessage message = new OdometryMessage();
          message.header.stamp(clock.toWall(state.stampNanos));
          System.arraycopy(state.position, 0, message.position, 0, 3);
          System.arraycopy(state.orientation, 0, message.orientation, 0, 4);
          System.arraycopy(state.linearVelocity, 0, message.linearVelocity, 0, 3);
          System.arraycopy(state.angularVelocity, 0, message.angularVelocity, 0, 3);
          node.deliver("odom", message);
        }

        @Override
        public boolean takeCommand(JointCommand into) {
          return commands.take(into);
        }

        @Override
        public void publish(OperatorInput input) {
          node.deliver("joy", RclBench.joy(input, clock.toWall(input.stampNanos)));
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
