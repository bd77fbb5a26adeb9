package io.mbmpo.launch.role;

import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.SimulatorReset;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.fault.FaultySensors;
import io.mbmpo.launch.fault.SimFault;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The embedded robot as a ROS 2 robot of its own: real time, sensors out, commands in. Its drives
 * damp when commands stop coming, as a robot's do; it is put back on the ground when asked on
 * {@link SimulatorReset#REQUEST}.
 */
public final class SimulatorRole implements AutoCloseable {
  /** Without a command for so long the drives damp. */
  static final long WATCHDOG_NANOS = 100_000_000L;

  /** A machine that falls behind by more than this loses the time instead of catching up. */
  private static final long MOST_BEHIND_NANOS = 100_000_000L;

  private static final double NANO = 1e-9;

  private final RobotConfig config;
  private final InProcessPort port;
  private final SimulatedQuadruped robot;
  private final FaultySensors sensors;
  private final Hand hand;
  private final DdsWriter<BoolMessage> resetDone;
  private final AtomicLong resetsAsked = new AtomicLong();

  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();
  private final JointCommand command;
  private final BoolMessage done = new BoolMessage();
  private long seed;
  private long resets;
  private long commandedNanos;
  private boolean damping = true;
  private long offsetNanos;
  private final DoubleAdder lostS = new DoubleAdder();
  private final AtomicLong steps = new AtomicLong();

  /**
   * Joins the robot's domain.
   *
   * @param seed of the first start pose; each reset takes the next
   */
  public SimulatorRole(
      RobotConfig config, SimulationOptions options, Ros2Config ros2, TopicNames names, long seed) {
    this(config, options, ros2, names, seed, Set.of());
  }

  /**
   * The same with something wrong.
   *
   * @param faults what
   */
  public SimulatorRole(
      RobotConfig config,
      SimulationOptions options,
      Ros2Config ros2,
      TopicNames names,
      long seed,
      Set<SimFault> faults) {
    this.config = config;
    this.seed = seed;
    int n = config.jointCount();
    joints = new JointState(n);
    command = new JointCommand(n);
    port = new InProcessPort(n);
    robot = new SimulatedQuadruped(config, options, port);
    robot.reset(seed);
    hand = new Hand(config);
    sensors = new FaultySensors("mbmpo_sim_" + config.name(), config, ros2, names, faults);
    done.data = true;
    resetDone =
        sensors
            .end()
            .participant()
            .writer(names.dds(SimulatorReset.DONE), new BoolMessage(), Qos.RELIABLE_LAST);
    sensors
        .end()
        .participant()
        .reader(
            names.dds(SimulatorReset.REQUEST),
            new BoolMessage(),
            Qos.RELIABLE,
            message -> resetsAsked.addAndGet(message.data ? 1 : 0));
  }

  /** The robot hangs in the air from now on; before {@link #run}. */
  public SimulatorRole hanging() {
    robot.hang();
    return this;
  }

  /** Runs in real time, on the caller's thread, until told to stop. */
  public void run(BooleanSupplier stop) {
    offsetNanos = DdsRobotPort.nowNanos() - robot.nowNanos();
    while (!stop.getAsBoolean()) {
      resetIfAsked();
      long ahead = robot.nowNanos() + offsetNanos - DdsRobotPort.nowNanos();
      if (ahead > 0) {
        LockSupport.parkNanos(ahead);
        continue;
      }
      if (-ahead > MOST_BEHIND_NANOS) {
        offsetNanos -= ahead;
        lostS.add(-ahead * NANO);
      }
      publish(); // a state is told at its time, not when it is computed, a period before
      step();
    }
  }

  private void resetIfAsked() {
    if (resetsAsked.get() == resets) {
      return;
    }
    resets = resetsAsked.get();
    robot.reset(++seed);
    damping = true;
    offsetNanos = DdsRobotPort.nowNanos() - robot.nowNanos();
    publish();
    resetDone.write(done);
  }

  private void step() {
    long now = DdsRobotPort.nowNanos();
    if (sensors.end().takeCommand(command)) {
      commandedNanos = now;
      damping = false;
      port.send(command);
    } else if (damping && hand.moves(robot.truth().jointPosition, robot.nowNanos(), command)) {
      port.send(command);
    } else if (!damping && now - commandedNanos > WATCHDOG_NANOS) {
      damping = true;
      damp();
    }
    robot.step();
    steps.incrementAndGet();
  }

  private void damp() {
    for (int i = 0; i < command.position.length; i++) {
      JointConfig joint = config.joints().get(i);
      command.position[i] = 0;
      command.velocity[i] = 0;
      command.effort[i] = 0;
      command.kp[i] = 0;
      command.kd[i] = joint.dampingNmsRad();
    }
    port.send(command);
  }

  private void publish() {
    if (port.take(joints)) {
      joints.stampNanos += offsetNanos;
      sensors.publish(joints);
    }
    if (port.take(imu)) {
      imu.stampNanos += offsetNanos;
      sensors.publish(imu);
    }
    if (port.take(odometry)) {
      odometry.stampNanos += offsetNanos;
      sensors.publish(odometry);
    }
  }

  /**
   * Moves a joint as a person's hand would, on the positive side and back, if nobody commands. Any
   * thread.
   *
   * @param joint its place in the config's order
   */
  public void move(int joint) {
    hand.move(joint);
  }

  /** Controllers that listen now. Any thread. */
  public int listeners() {
    return sensors.end().listeners();
  }

  /** Control periods simulated. Any thread. */
  public long steps() {
    return steps.get();
  }

  /** Time lost because the machine was too slow, s. Any thread. */
  public double lostS() {
    return lostS.sum();
  }

  /** Leaves the domain. */
  @Override
  public void close() {
    sensors.close();
  }
}
