package io.mbmpo.sim;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.Random;

/**
 * A legged robot in the computer, behind the same port as a real one. An episode is a pure function
 * of config, options, seed and commands: the same bits in any process. One thread at a time; it
 * allocates (the physics engine does), so it never shares a process with a real-time loop.
 */
public final class SimulatedQuadruped implements SteppedRobot {
  /** Longest physics step; a longer control period is cut into equal parts. */
  private static final long MAX_PHYSICS_STEP_NANOS = 2_000_000;

  /** Time at the first reset: readings never bear the stamp 0, which may mean "none yet". */
  private static final long FIRST_NANOS = 1_000_000_000;

  /** Height at which a robot is held, in heights of its stance: no leg is twice as long. */
  private static final double HELD_HEIGHTS = 2;

  private enum Support {
    GROUND,
    ROPES,
    CLAMP
  }

  private final RobotConfig config;
  private final SimulationOptions options;
  private final BodyTree tree;
  private final JointDrives drives;
  private final CommandDelay commands;
  private final Sensors sensors;
  private final long tickNanos;
  private final int physicsSteps;
  private final double physicsStepS;

  private final Truth truth;
  private final JointCommand command;
  private final double[] torque;
  private final double[] q;
  private final double[] velocity;
  private final double[] velocityBefore = new double[3];
  private final double[] specificForce = new double[3];
  private final double[] push = new double[3];
  private PhysicsWorld world;
  private Domain domain;
  private boolean commanded;
  private Support support = Support.GROUND;
  private long now = FIRST_NANOS;

  /**
   * Ready to step, as after {@code reset(0)}.
   *
   * @param port the robot's side of it is this object's alone
   * @throws IllegalArgumentException naming the joint or link that cannot be simulated
   */
  public SimulatedQuadruped(RobotConfig config, SimulationOptions options, InProcessPort port) {
    this.config = config;
    this.options = options;
    this.tree = new BodyTree(config);
    this.drives = new JointDrives(config);
    this.sensors = new Sensors(config, options.noise(), port);
    this.tickNanos = config.control().tickPeriodNanos();
    this.physicsSteps = physicsSteps(config);
    this.physicsStepS = 1e-9 * tickNanos / physicsSteps;
    int joints = config.jointCount();
    double commandDelayS = config.simulation().identified().commandDelayS();
    this.commands = new CommandDelay(port, joints, ticks(commandDelayS));
    this.truth = Truth.of(tree);
    this.command = new JointCommand(joints);
    this.torque = new double[joints];
    this.q = new double[joints];
    this.velocity = new double[joints];
    reset(0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Commands sent before are forgotten: the robot is limp until the next. The pipes of the
   * sensors are filled with readings of the robot at rest, for which the clock goes on by their
   * delay; the oldest is published.
   */
  @Override
  public void reset(long seed) {
    SeededStreams streams = new SeededStreams(seed);
    double latencyS = options.latencyS() + config.simulation().identified().sensorDelayS();
    domain = options.domain().draw(streams.stream("domain"), latencyS);
    drives.strength(domain.motorStrength());
    double[] start = startPosition(streams.stream("start"));
    Transform turned = Transform.rotation(0, 0, 1, domain.startYawRad());
    double height =
        support == Support.GROUND
            ? -tree.lowestPoint(tree.forward(turned, start))
            : HELD_HEIGHTS * stanceHeight();
    if (world != null) {
      world.close();
    }
    Transform trunk = turned.moved(0, 0, height);
    world = new PhysicsWorld(config, tree, domain, trunk, start, physicsStepS);
    switch (support) {
      case ROPES -> world.hang();
      case CLAMP -> world.clamp();
      case GROUND -> {}
    }
    commanded = false;
    commands.reset();
    Arrays.fill(torque, 0);
    System.arraycopy(torque, 0, truth.jointTorque, 0, torque.length);
    world.read(truth);
    world.toTrunk(0, 0, PhysicsWorld.GRAVITY, specificForce);
    int delay = ticks(domain.latencyS());
    sensors.reset(streams, delay);
    for (int i = 0; i <= delay; i++) {
      now += i == 0 ? 0 : tickNanos;
      truth.stampNanos = now;
      sensors.measure(truth, specificForce);
    }
  }

  /** Equal parts that a control period is simulated in. */
  public static int physicsSteps(RobotConfig config) {
    long tick = config.control().tickPeriodNanos();
    return (int) ((tick + MAX_PHYSICS_STEP_NANOS - 1) / MAX_PHYSICS_STEP_NANOS);
  }

  private int ticks(double seconds) {
    return (int) Math.round(seconds * 1e9 / tickNanos);
  }

  /**
   * From now on, as after {@code reset(0)}, the robot hangs in the air on ropes: its feet off the
   * ground, its trunk swaying as its legs move.
   */
  public void hang() {
    support = Support.ROPES;
    reset(0);
  }

  /** As {@link #hang()}, the trunk held fast. */
  public void clamp() {
    support = Support.CLAMP;
    reset(0);
  }

  private double stanceHeight() {
    double[] stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    return -tree.lowestPoint(tree.forward(Transform.IDENTITY, stance));
  }

  private double[] startPosition(Random random) {
    double width = config.simulation().startPerturbationRad();
    double[] start = new double[config.jointCount()];
    for (int i = 0; i < start.length; i++) {
      JointConfig joint = config.joints().get(i);
      double wanted = joint.crouchRad() + width * (2 * random.nextDouble() - 1);
      start[i] = Math.max(joint.lowerRad(), Math.min(joint.upperRad(), wanted));
    }
    return start;
  }

  @Override
  public void step() {
    commanded |= commands.take(command);
    System.arraycopy(truth.linearVelocity, 0, velocityBefore, 0, 3);
    System.arraycopy(truth.jointPosition, 0, q, 0, q.length);
    System.arraycopy(truth.jointVelocity, 0, velocity, 0, velocity.length);
    for (int i = 0; i < physicsSteps; i++) {
      if (i > 0) {
        world.readJoints(q, velocity);
      }
      drives.torque(commanded ? command : null, q, velocity, torque);
      world.push(push[0], push[1], push[2]);
      world.step(torque, q, velocity);
    }
    Arrays.fill(push, 0);
    now += tickNanos;
    world.read(truth);
    truth.stampNanos = now;
    System.arraycopy(torque, 0, truth.jointTorque, 0, torque.length);
    double perTick = 1e9 / tickNanos;
    world.toTrunk(
        (truth.linearVelocity[0] - velocityBefore[0]) * perTick,
        (truth.linearVelocity[1] - velocityBefore[1]) * perTick,
        (truth.linearVelocity[2] - velocityBefore[2]) * perTick + PhysicsWorld.GRAVITY,
        specificForce);
    sensors.measure(truth, specificForce);
  }

  /** Pushes the trunk at its centre of mass for the next control period, N, world frame. */
  public void push(double x, double y, double z) {
    push[0] = x;
    push[1] = y;
    push[2] = z;
  }

  @Override
  public long nowNanos() {
    return now;
  }

  /** This episode's physics, as the seed drew it. */
  public Domain domain() {
    return domain;
  }

  /** What really happens; changes with every step. Read only. */
  public Truth truth() {
    return truth;
  }

  /** Copies what really happens. */
  public void truth(Truth into) {
    into.copyFrom(truth);
  }

  /** The bodies that {@link Truth#bodyPosition} speaks of. */
  public BodyTree bodies() {
    return tree;
  }
}
