package io.mbmpo.sim;

import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;

/**
 * How slowly the dry friction of each simulated joint fades out around standstill. Friction must
 * not turn a joint's motion round within a physics step, whatever was identified: the more of it a
 * joint has, the slower it fades.
 */
public final class FrictionFade {
  private final double[] inertia;
  private final double stepS;

  public FrictionFade(RobotConfig config) {
    stepS = 1e-9 * config.control().tickPeriodNanos() / SimulatedQuadruped.physicsSteps(config);
    inertia = new double[config.jointCount()];
    RotorInertia rotors = new RotorInertia(config, stepS);
    List<BodyTree.Body> bodies = new BodyTree(config).bodies();
    for (BodyTree.Body body : bodies.subList(1, bodies.size())) {
      inertia[body.joint()] = rotors.about(body);
    }
  }

  /**
   * Speed at which half of a joint's dry friction is left, rad/s.
   *
   * @param joint its place in the config's order
   * @param frictionNm N·m
   */
  public double radS(int joint, double frictionNm) {
    return Math.max(DryFriction.FADE_RAD_S, frictionNm * stepS / inertia[joint]);
  }
}
