package io.mbmpo.launch.role;

import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** A hand controller that is a program: holds a simulated robot's deadman. One thread. */
public final class HeldDeadman implements AutoCloseable {
  private static final int BUTTONS = 32;
  private static final long PERIOD_MILLIS = 50;

  private final DdsParticipant participant;
  private final DdsWriter<JoyMessage> joys;
  private final DdsWriter<BoolMessage> resets;
  private final JoyMessage joy = new JoyMessage();

  /**
   * Joins the robot's domain; holds nothing yet.
   *
   * @param walk hold the walk button too
   */
  public HeldDeadman(RobotConfig config, Ros2Config ros2, TopicNames names, boolean walk) {
    OperatorConfig operator = config.onboard().operator();
    joy.axisCount = operator.heightAxis() + 1;
    joy.buttonCount = BUTTONS;
    joy.buttons[operator.deadmanButton()] = 1;
    joy.buttons[operator.walkButton()] = walk ? 1 : 0;
    participant =
        new DdsParticipant("mbmpo_operator", ros2.domainId(), ros2.interfaces(), ros2.leaseS());
    joys = participant.writer(names.dds(ros2.topics().joy()), joy, Qos.RELIABLE);
    resets = // never written to: who listens to it is a simulator
        participant.writer(names.dds(SimulatorReset.REQUEST), new BoolMessage(), Qos.RELIABLE_LAST);
  }

  /** Whether a simulator was found within so many seconds. */
  public boolean awaitSimulator(double seconds) throws InterruptedException {
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    while (resets.matched() == 0 && System.nanoTime() < end) {
      Thread.sleep(PERIOD_MILLIS);
    }
    return resets.matched() > 0;
  }

  /** Holds until told to stop or the simulator is gone; then lets go. */
  public void hold(BooleanSupplier stop) throws InterruptedException {
    while (!stop.getAsBoolean() && resets.matched() > 0) {
      joys.write(joy);
      Thread.sleep(PERIOD_MILLIS);
    }
    Arrays.fill(joy.buttons, 0);
    joys.write(joy);
  }

  /** Leaves the domain: silence lets go too. */
  @Override
  public void close() {
    participant.close();
  }
}
