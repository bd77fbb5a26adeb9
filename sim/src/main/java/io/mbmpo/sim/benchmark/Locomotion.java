package io.mbmpo.sim.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.mbmpo.sim.mujoco.MujocoSimulation;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One robot of the locomotion tasks. Its generalized positions are those of the root, then the
 * hinges; an observation is the positions after the hidden ones, then all velocities, of which the
 * first is the forward one.
 *
 * @param name of the task and of the model's file
 * @param root how the trunk moves
 * @param hinges number of hinges, all driven
 * @param hidden leading positions that are not observed: how far it has come is not to matter
 * @param velocityLimit observed velocities are clipped to ±this
 * @param controlCost weight of Σa² in the reward
 * @param aliveBonus constant part of the reward
 * @param healthy where observations are, unless the robot has fallen
 * @param gym episodes in {@link Setting#GYM}
 * @param paperCode episodes in {@link Setting#PAPER_CODE}
 */
record Locomotion(
    String name,
    Root root,
    int hinges,
    int hidden,
    double velocityLimit,
    double controlCost,
    double aliveBonus,
    List<Range> healthy,
    EpisodeSetup gym,
    EpisodeSetup paperCode)
    implements Sensing {

  private static final double UNLIMITED = Double.POSITIVE_INFINITY;

  /** Column of the trunk's height, of all that can fall. */
  private static final int HEIGHT = 0;

  /** Column of the trunk's pitch, of those that move in the x-z plane. */
  private static final int PITCH = 1;

  /** How a trunk moves. */
  enum Root {
    /** In a plane: two slides and a hinge. */
    PLANAR(
        ImmutableList.of(Quantity.LENGTH, Quantity.LENGTH, Quantity.ANGLE),
        ImmutableList.of(
            Quantity.LINEAR_VELOCITY, Quantity.LINEAR_VELOCITY, Quantity.ANGULAR_VELOCITY)),
    /** Freely: position and orientation. */
    FREE(
        ImmutableList.of(
            Quantity.LENGTH,
            Quantity.LENGTH,
            Quantity.LENGTH,
            Quantity.QUATERNION,
            Quantity.QUATERNION,
            Quantity.QUATERNION,
            Quantity.QUATERNION),
        ImmutableList.of(
            Quantity.LINEAR_VELOCITY,
            Quantity.LINEAR_VELOCITY,
            Quantity.LINEAR_VELOCITY,
            Quantity.ANGULAR_VELOCITY,
            Quantity.ANGULAR_VELOCITY,
            Quantity.ANGULAR_VELOCITY));

    private final ImmutableList<Quantity> positions;
    private final ImmutableList<Quantity> velocities;

    Root(ImmutableList<Quantity> positions, ImmutableList<Quantity> velocities) {
      this.positions = positions;
      this.velocities = velocities;
    }
  }

  /** Bounds, themselves included, of the columns {@code from} (inclusive) to {@code to}. */
  record Range(int from, int to, double low, double high) {}

  /** The five robots of the paper's comparison. */
  static List<Locomotion> all() {
    return List.of(halfCheetah(), ant(), hopper(), walker2d(), swimmer());
  }

  private static Locomotion halfCheetah() {
    ImmutableDoubleArray pose = zeros(9);
    return new Locomotion(
        "half_cheetah",
        Root.PLANAR,
        /* hinges= */ 6,
        /* hidden= */ 1,
        /* velocityLimit= */ UNLIMITED,
        /* controlCost= */ 0.1,
        /* aliveBonus= */ 0,
        List.of(),
        new EpisodeSetup(0.01, 5, pose, Noise.uniform(0.1), Noise.normal(0.1)),
        inPaperCode(0.01, 1, pose));
  }

  private static Locomotion ant() {
    ImmutableDoubleArray straight =
        ImmutableDoubleArray.of(0, 0, 0.75, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    ImmutableDoubleArray crouched =
        ImmutableDoubleArray.of(0, 0, 0.55, 1, 0, 0, 0, 0, 1, 0, -1, 0, -1, 0, 1);
    return new Locomotion(
        "ant",
        Root.FREE,
        /* hinges= */ 8,
        /* hidden= */ 2,
        /* velocityLimit= */ UNLIMITED,
        /* controlCost= */ 0.005,
        /* aliveBonus= */ 1,
        List.of(new Range(HEIGHT, HEIGHT + 1, 0.2, 1)),
        new EpisodeSetup(0.01, 5, straight, Noise.uniform(0.1), Noise.normal(0.1)),
        inPaperCode(0.01, 2, crouched));
  }

  private static Locomotion hopper() {
    ImmutableDoubleArray pose = ImmutableDoubleArray.of(0, 1.25, 0, 0, 0, 0);
    return new Locomotion(
        "hopper",
        Root.PLANAR,
        /* hinges= */ 3,
        /* hidden= */ 1,
        /* velocityLimit= */ 10,
        /* controlCost= */ 0.001,
        /* aliveBonus= */ 1,
        List.of(
            new Range(HEIGHT, HEIGHT + 1, 0.7, UNLIMITED),
            new Range(PITCH, PITCH + 1, -0.2, 0.2),
            new Range(3, 11, -100, 100)),
        new EpisodeSetup(0.002, 4, pose, Noise.uniform(0.005), Noise.uniform(0.005)),
        inPaperCode(0.004, 5, pose));
  }

  private static Locomotion walker2d() {
    ImmutableDoubleArray pose = ImmutableDoubleArray.of(0, 1.25, 0, 0, 0, 0, 0, 0, 0);
    return new Locomotion(
        "walker2d",
        Root.PLANAR,
        /* hinges= */ 6,
        /* hidden= */ 1,
        /* velocityLimit= */ 10,
        /* controlCost= */ 0.001,
        /* aliveBonus= */ 1,
        List.of(new Range(HEIGHT, HEIGHT + 1, 0.8, 2), new Range(PITCH, PITCH + 1, -1, 1)),
        new EpisodeSetup(0.002, 4, pose, Noise.uniform(0.005), Noise.uniform(0.005)),
        inPaperCode(0.004, 5, pose));
  }

  private static Locomotion swimmer() {
    ImmutableDoubleArray pose = zeros(5);
    return new Locomotion(
        "swimmer",
        Root.PLANAR,
        /* hinges= */ 2,
        /* hidden= */ 2,
        /* velocityLimit= */ UNLIMITED,
        /* controlCost= */ 0.0001,
        /* aliveBonus= */ 0,
        List.of(),
        new EpisodeSetup(0.01, 4, pose, Noise.uniform(0.1), Noise.uniform(0.1)),
        inPaperCode(0.01, 1, pose));
  }

  private static EpisodeSetup inPaperCode(
      double timestepS, int frameSkip, ImmutableDoubleArray pose) {
    return new EpisodeSetup(timestepS, frameSkip, pose, Noise.normal(0.01), Noise.normal(0.1));
  }

  private static ImmutableDoubleArray zeros(int size) {
    return ImmutableDoubleArray.copyOf(new double[size]);
  }

  EpisodeSetup episode(Setting setting) {
    return switch (setting) {
      case GYM -> gym;
      case PAPER_CODE -> paperCode;
    };
  }

  /** What the columns of an observation measure. */
  List<Quantity> columns() {
    List<Quantity> columns = new ArrayList<>();
    columns.addAll(root.positions.subList(hidden, root.positions.size()));
    columns.addAll(Collections.nCopies(hinges, Quantity.ANGLE));
    columns.addAll(root.velocities);
    columns.addAll(Collections.nCopies(hinges, Quantity.ANGULAR_VELOCITY));
    return columns;
  }

  /** Column of the forward velocity. */
  int forwardVelocity() {
    return root.positions.size() + hinges - hidden;
  }

  @Override
  public void observe(MujocoSimulation simulation, float[] out) {
    DoubleBuffer positions = simulation.positions();
    int column = 0;
    for (int i = hidden; i < positions.capacity(); i++) {
      out[column++] = (float) positions.get(i);
    }
    DoubleBuffer velocities = simulation.velocities();
    for (int i = 0; i < velocities.capacity(); i++) {
      double velocity = velocities.get(i);
      out[column++] = (float) Math.min(Math.max(velocity, -velocityLimit), velocityLimit);
    }
  }
}
