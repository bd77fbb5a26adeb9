package io.mbmpo.robotconfigs;

import static io.mbmpo.robotconfigs.Problems.text;

import io.mbmpo.robotconfigs.Problems.Place;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a schema cannot say: whether such a robot can exist and stand. A body that breaks these
 * rules makes a simulator explode or a real drive run into its end stop.
 */
final class PhysicalChecks {
  /** Greatest difference in height between the feet in stance, m. */
  private static final double LEVEL_M = 0.02;

  private final RobotConfig config;
  private final MarkedYaml yaml;
  private final RobotYaml binding;
  private final Urdf urdf;
  private final Problems problems;

  PhysicalChecks(
      RobotConfig config, MarkedYaml yaml, RobotYaml binding, Urdf urdf, Problems problems) {
    this.config = config;
    this.yaml = yaml;
    this.binding = binding;
    this.urdf = urdf;
    this.problems = problems;
  }

  void run() {
    new ModelChecks(urdf, problems).run();
    config.joints().forEach(this::positions);
    rates();
    thresholds();
    onboard();
    stance();
  }

  private void positions(JointConfig joint) {
    String settings = binding.settingsOf(joint.name()).orElseThrow();
    String limits =
        "rad within the limits %s … %s of joint %s"
            .formatted(text(joint.lowerRad()), text(joint.upperRad()), joint.name());
    if (outside(joint, joint.crouchRad())) {
      refuse(settings + "/crouch_rad", joint.crouchRad(), limits);
    }
    if (outside(joint, joint.stanceRad())) {
      refuse(settings + "/stance_rad", joint.stanceRad(), limits);
    } else if (outside(joint, joint.stanceRad() - joint.actionScaleRad())
        || outside(joint, joint.stanceRad() + joint.actionScaleRad())) {
      refuse(
          settings + "/action_scale_rad",
          joint.actionScaleRad(),
          "stance " + text(joint.stanceRad()) + " ± action scale " + limits);
    }
  }

  private static boolean outside(JointConfig joint, double angle) {
    return angle < joint.lowerRad() || angle > joint.upperRad();
  }

  private void rates() {
    int tick = config.control().tickRateHz();
    if (1_000_000_000 % tick != 0) {
      refuse("/control/tick_rate_hz", tick, "Hz whose period is a whole number of ns");
    }
    if (tick % config.control().policyRateHz() != 0) {
      refuse(
          "/control/policy_rate_hz",
          config.control().policyRateHz(),
          "Hz that divide tick_rate_hz " + tick);
    }
    atLeast("/safety/joint_state_timeout_s", config.safety().jointStateTimeoutS(), 2.0 / tick);
    atLeast("/safety/imu_timeout_s", config.safety().imuTimeoutS(), 2.0 / tick);
    atLeast("/safety/odometry_timeout_s", config.safety().odometryTimeoutS(), 2.0 / tick);
  }

  private void atLeast(String pointer, double timeout, double twoPeriods) {
    if (timeout < twoPeriods) {
      refuse(pointer, timeout, "s from " + text(twoPeriods) + ", two control periods");
    }
  }

  private void thresholds() {
    TaskConfig task = config.task();
    SafetyConfig safety = config.safety();
    if (safety.maxTiltRad() < task.terminationTiltRad()) {
      refuse(
          "/safety/max_tilt_rad",
          safety.maxTiltRad(),
          "rad from task.termination_tilt_rad " + text(task.terminationTiltRad()));
    }
    if (safety.minHeightM() > task.terminationHeightM()) {
      refuse(
          "/safety/min_height_m",
          safety.minHeightM(),
          "m up to task.termination_height_m " + text(task.terminationHeightM()));
    }
  }

  private void onboard() {
    List<Integer> buttons = config.onboard().operator().buttons();
    if (new HashSet<>(buttons).size() < buttons.size()) {
      problems.add(
          yaml.place("/onboard/operator"),
          "onboard.operator: buttons",
          buttons.toString(),
          "a button of its own for each");
    }
    double half = 0.5 / config.control().tickRateHz();
    if (config.onboard().realTime().spinS() > half) {
      refuse(
          "/onboard/real_time/spin_s",
          config.onboard().realTime().spinS(),
          "s up to " + text(half) + ", half a control period");
    }
    if (config.onboard().recover().maxTiltRad() > config.safety().maxTiltRad()) {
      refuse(
          "/onboard/recover/max_tilt_rad",
          config.onboard().recover().maxTiltRad(),
          "rad up to safety.max_tilt_rad " + text(config.safety().maxTiltRad()));
    }
  }

  /** Forward kinematics: the robot can stand, and standing is no fall. */
  private void stance() {
    Kinematics kinematics = Kinematics.of(config);
    String field = "joints.by_ending.*.stance_rad";
    Place place = yaml.place("/joints/by_ending");
    if (kinematics.footCount() < ModelChecks.FEWEST_FEET) {
      return;
    }
    double[] angles = angles(JointConfig::stanceRad);
    double height = kinematics.trunkHeightM(angles);
    if (height <= config.task().terminationHeightM()) {
      refuse(
          "/task/termination_height_m",
          config.task().terminationHeightM(),
          "m below the trunk's height in stance, " + text(height));
    }
    if (kinematics.trunkHeightM(angles(JointConfig::crouchRad)) >= height) {
      problems.add(
          place, "joints.by_ending.*.crouch_rad", "as high as the stance", "a pose below it");
    }
    double[][] feet = kinematics.footPositionsM(angles);
    double[] com = kinematics.centreOfMassM(angles);
    for (int i = 0; i < feet.length; i++) {
      double above = height + feet[i][2] - kinematics.footRadiusM(i);
      if (above > LEVEL_M) {
        problems.add(
            place,
            field,
            "a stance with " + kinematics.footName(i) + " " + text(above) + " m above the ground",
            "all feet within " + LEVEL_M + " m");
      }
    }
    for (int axis = 0; axis < 2; axis++) {
      int a = axis;
      double low = Arrays.stream(feet).mapToDouble(f -> f[a]).min().orElseThrow();
      double high = Arrays.stream(feet).mapToDouble(f -> f[a]).max().orElseThrow();
      if (com[axis] <= low || com[axis] >= high) {
        problems.add(
            place,
            field,
            "a stance with the centre of mass at %s = %s m".formatted("xy".charAt(a), text(com[a])),
            "above the feet, %s … %s m".formatted(text(low), text(high)));
      }
    }
  }

  private double[] angles(ToDoubleFunction<JointConfig> angle) {
    return config.joints().stream().mapToDouble(angle).toArray();
  }

  private void refuse(String pointer, double value, String allowed) {
    problems.add(yaml.place(pointer), MarkedYaml.field(pointer), text(value), allowed);
  }
}
