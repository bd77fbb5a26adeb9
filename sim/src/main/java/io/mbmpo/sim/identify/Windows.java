package io.mbmpo.sim.identify;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.BodyTree;
import io.mbmpo.sim.DriveLimit;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns motion into {@link Row}s: the equation of motion of every joint whose leg is in the air,
 * both sides averaged over windows with Hann's weights. The average is what keeps the noise of
 * accelerations, which are differences of velocities, out.
 */
final class Windows {
  static final double MOST_DELAY_S = 0.05;
  private static final double WINDOW_S = 0.08;

  /** Stretches of time that are taken to be independent of each other, s. */
  private static final double BLOCK_S = 0.5;

  /** How high above the ground a foot is in the air, m: more than its height may be wrong. */
  private static final double CLEARANCE_M = 0.015;

  /** Distance from a joint's end within which it may rest on it, rad. */
  private static final double STOP_RAD = 0.03;

  private final RobotConfig config;
  private final LegDynamics dynamics;
  private final DriveLimit[] limits;

  /** Joint that carries each, and joint that each carries; −1 for none. */
  private final int[] parent;

  private final int[] child;
  private final LegKinematics legs;
  private final int[] footOf;
  private final JointSmoother smoother;
  private final double[] weights;
  private final int delays;

  /** Mean time within a tick at which simulated drives look at their joints, ticks. */
  private final double lead;

  private final List<List<Row>> rows = new ArrayList<>();
  private final double[] stiffest;
  private int blocks;

  Windows(RobotConfig config) {
    this.config = config;
    stiffest = new double[config.jointCount()];
    dynamics = new LegDynamics(config);
    limits = config.joints().stream().map(DriveLimit::new).toArray(DriveLimit[]::new);
    parent = new int[config.jointCount()];
    child = new int[config.jointCount()];
    Arrays.fill(child, -1);
    List<BodyTree.Body> bodies = new BodyTree(config).bodies();
    for (BodyTree.Body body : bodies.subList(1, bodies.size())) {
      parent[body.joint()] = bodies.get(body.parent()).joint();
      if (parent[body.joint()] >= 0) {
        child[parent[body.joint()]] = body.joint();
      }
    }
    legs = new LegKinematics(config);
    footOf = new int[config.jointCount()];
    Arrays.fill(footOf, -1);
    for (int f = 0; f < legs.footCount(); f++) {
      for (int k = 0; k < legs.jointCount(f); k++) {
        footOf[legs.joint(f, k)] = f;
      }
    }
    double tickS = 1e-9 * config.control().tickPeriodNanos();
    smoother = new JointSmoother(tickS);
    weights = new double[(int) Math.round(WINDOW_S / tickS)];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (1 - Math.cos(2 * Math.PI * (k + 0.5) / weights.length)) / weights.length;
    }
    lead = 0.5 * (1 - 1.0 / SimulatedQuadruped.physicsSteps(config));
    delays = (int) Math.round(MOST_DELAY_S / tickS) + 1;
    for (int j = 0; j < config.jointCount(); j++) {
      rows.add(new ArrayList<>());
    }
  }

  /** By joint. */
  List<List<Row>> rows() {
    return rows;
  }

  /** Stretches of time so far. */
  int blocks() {
    return blocks;
  }

  /** Delays of commands that rows have torques for, ticks from 0. */
  int delays() {
    return delays;
  }

  void add(Motion motion) {
    SmoothMotion smooth = new SmoothMotion(motion, smoother);
    int from = Math.max(smooth.settling(), delays - 1);
    int until = motion.ticks() - smooth.settling() - 1;
    if (until - from < weights.length) {
      return;
    }
    Instant[] instants = new Instant[until - from];
    for (int i = 0; i < instants.length; i++) {
      instants[i] = new Instant(smooth, from + i);
    }
    int stride = weights.length / 2;
    for (int start = 0; start + weights.length <= instants.length; start += stride) {
      int block = blocks + (int) (start * motion.tickS / BLOCK_S);
      for (int j = 0; j < config.jointCount(); j++) {
        window(instants, start, j, block);
      }
    }
    blocks += (int) (instants.length * motion.tickS / BLOCK_S) + 1;
  }

  private void window(Instant[] instants, int start, int joint, int block) {
    Row row = new Row(block, delays);
    double square = 0;
    double mean = 0;
    for (int k = 0; k < weights.length; k++) {
      Instant now = instants[start + k];
      if (!now.usable(joint)) {
        return;
      }
      double w = weights[k];
      double v = now.middle[joint];
      double[] a = now.acceleration;
      double[] x = row.regressors();
      x[Fit.MODEL] += w * now.model[joint];
      x[Fit.VISCOUS] += w * v;
      x[Fit.ROTOR] += w * a[joint];
      x[Fit.PARENT] += parent[joint] < 0 ? 0 : w * a[parent[joint]];
      x[Fit.CHILD] += child[joint] < 0 ? 0 : w * a[child[joint]];
      x[Fit.OFFSET] += w;
      row.addShares(w, v, now.motion.velocitySigma(joint));
      square += w * v * v;
      mean += w * now.position[joint];
      for (int d = 0; d < delays; d++) {
        row.torqueNm()[d] += w * now.torque(joint, d);
      }
    }
    rows.get(joint).add(row.moving(Math.sqrt(square), mean));
  }

  /** The greatest position gain with which a joint was held in any row, N·m/rad. */
  double stiffestNmRad(int joint) {
    return stiffest[joint];
  }

  /** What is known about one tick. */
  private final class Instant {
    final SmoothMotion motion;
    final int tick;
    final double[] position;
    final double[] velocity;
    final double[] middle = new double[config.jointCount()];
    final double[] acceleration = new double[config.jointCount()];
    final double[] model = new double[config.jointCount()];
    final boolean[] inAir = new boolean[legs.footCount()];

    Instant(SmoothMotion motion, int tick) {
      this.motion = motion;
      this.tick = tick;
      position = motion.position(tick);
      velocity = motion.velocity(tick);
      double[] omega = new double[3];
      double[] alpha = new double[3];
      double[] force = new double[3];
      motion.trunk(tick, omega, alpha, force);
      for (int j = 0; j < acceleration.length; j++) {
        double step = motion.velocity(tick + 1)[j] - velocity[j];
        acceleration[j] = step / motion.tickS();
        middle[j] = velocity[j] + lead * step;
      }
      dynamics.torque(position, velocity, acceleration, omega, alpha, force, model);
      findFeet();
    }

    private void findFeet() {
      if (motion.hung()) {
        Arrays.fill(inAir, true);
        return;
      }
      Transform trunk = motion.trunkPose(tick);
      legs.update(position);
      for (int f = 0; f < inAir.length; f++) {
        double[] c = legs.footCentreM(f);
        double height = trunk.apply(c[0], c[1], c[2])[2] - legs.footRadiusM(f);
        inAir[f] = height > CLEARANCE_M; // false for a height that is not known
      }
    }

    boolean usable(int j) {
      JointConfig joint = config.joints().get(j);
      return (motion.hung() || (footOf[j] >= 0 && inAir[footOf[j]]))
          && position[j] > joint.lowerRad() + STOP_RAD
          && position[j] < joint.upperRad() - STOP_RAD;
    }

    /** What the drive believes to give when commands take so many ticks, N·m. */
    double torque(int j, int delay) {
      JointCommand c = motion.command(tick - delay);
      stiffest[j] = Math.max(stiffest[j], c.kp[j]);
      double q = position[j] + lead * (motion.position(tick + 1)[j] - position[j]);
      double wanted =
          c.kp[j] * (c.position[j] - q) + c.kd[j] * (c.velocity[j] - middle[j]) + c.effort[j];
      return limits[j].held(wanted, middle[j]);
    }
  }
}
