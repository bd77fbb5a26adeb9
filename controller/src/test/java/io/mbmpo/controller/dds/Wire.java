package io.mbmpo.controller.dds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.controller.wire.WireStatus;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A domain of this test process's own, on the loopback alone. */
final class Wire {
  /** Domains beyond 100 need ports that the system hands out to others. */
  static final int DOMAIN = 10 + (int) (ProcessHandle.current().pid() % 90);

  static final TopicNames NAMES = new TopicNames("", Map.of());

  private Wire() {}

  static Ros2Config config() {
    return config(Ros2Config.Command.POSITION);
  }

  static Ros2Config config(Ros2Config.Command command) {
    Ros2Config ros2 = Ros2Config.DEFAULT;
    return new Ros2Config(
        DOMAIN,
        ros2.namespace(),
        ros2.interfaces(),
        2,
        ros2.synchronizedClock(),
        ros2.reliableSensors(),
        ros2.reliableCommands(),
        command,
        List.of(),
        ros2.topics());
  }

  static DdsRobotPort port(Ros2Config ros2) {
    return port(ros2, new EmergencyStop(new ConditionFlags()));
  }

  static DdsRobotPort port(Ros2Config ros2, EmergencyStop stop) {
    return new DdsRobotPort("controller", Bench.CONFIG, ros2, NAMES, stop);
  }

  static DdsParticipant participant(String name) {
    return new DdsParticipant(name, DOMAIN, List.of("127.0.0.1"), 2);
  }

  /** Waits for something to become true. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Endpoints that the port's topic of that name is joined with. */
  static int matched(DdsRobotPort port, String topic) {
    return topic(port, topic).matched();
  }

  static WireStatus.Topic topic(DdsRobotPort port, String topic) {
    return port.status().topics().stream()
        .filter(t -> t.name().equals(NAMES.dds(topic)))
        .findAny()
        .orElseThrow();
  }
}
