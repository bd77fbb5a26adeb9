package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What may be wrong between a robot's joints and their names: one turns the other way, two are
 * exchanged. Of what explains the measured positions, the best is that which leaves the robot
 * nearest to a pose that it should be in.
 */
final class Wirings {
  private final RobotConfig config;
  private final double marginRad;

  Wirings(RobotConfig config) {
    this.config = config;
    marginRad = config.safety().positionMarginRad();
  }

  /**
   * One explanation.
   *
   * @param sentence for people
   * @param position what the joints would really be at, rad
   */
  private record Wiring(String sentence, double[] position) {}

  /** A joint is where it can be. */
  boolean inRange(int joint, double position) {
    JointConfig j = config.joints().get(joint);
    return position >= j.lowerRad() - marginRad && position <= j.upperRad() + marginRad;
  }

  /** All joints are where they can be. */
  boolean inRange(double[] position) {
    for (int i = 0; i < position.length; i++) {
      if (!inRange(i, position[i])) {
        return false;
      }
    }
    return true;
  }

  /** The best explanation by one fault that leaves all joints in range, if there is any. */
  Optional<String> explanation(double[] position, Predicate<double[]> fits) {
    List<Wiring> all = new ArrayList<>();
    for (int i = 0; i < position.length; i++) {
      double[] flipped = position.clone();
      flipped[i] = -flipped[i];
      all.add(new Wiring(name(i) + " has the wrong sign", flipped));
      for (int j = i + 1; j < position.length; j++) {
        double[] swapped = position.clone();
        swapped[i] = position[j];
        swapped[j] = position[i];
        all.add(new Wiring(name(i) + " and " + name(j) + " are exchanged", swapped));
      }
    }
    return all.stream()
        .filter(one -> inRange(one.position()) && fits.test(one.position()))
        .min(Comparator.comparingDouble(one -> strangeness(one.position())))
        .map(Wiring::sentence);
  }

  /** Distance to the nearer of crouch and stance, rad. */
  private double strangeness(double[] position) {
    double toCrouch = 0;
    double toStance = 0;
    for (int i = 0; i < position.length; i++) {
      JointConfig j = config.joints().get(i);
      toCrouch += Math.pow(position[i] - j.crouchRad(), 2);
      toStance += Math.pow(position[i] - j.stanceRad(), 2);
    }
    return Math.sqrt(Math.min(toCrouch, toStance));
  }

  private String name(int joint) {
    return config.joints().get(joint).name();
  }
}
