package io.mbmpo.robotconfigs;

import com.fasterxml.jackson.databind.JsonNode;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a {@code robot.yaml} that fits its schema into the records of a {@link RobotConfig}. */
final class RobotYaml {
  private static final String ORDER = "/joints/order";
  private static final String BY_ENDING = "/joints/by_ending";
  private static final String COMMAND_ORDER = "/ros2/command_order";

  private final MarkedYaml yaml;
  private final Problems problems;

  RobotYaml(MarkedYaml yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  /** Pointer of the settings that a joint takes: those of the longest ending that fits. */
  Optional<String> settingsOf(String joint) {
    return endings().stream()
        .filter(joint::endsWith)
        .max(Comparator.comparingInt(String::length))
        .map(e -> BY_ENDING + "/" + e.replace("~", "~0").replace("/", "~1"));
  }

  /** The configuration, its hash still empty. Joints that cannot be resolved become problems. */
  RobotConfig bind(String name, KinematicTree model) {
    return new RobotConfig(
        name,
        yaml.tree().path("description").asText(),
        joints(model),
        model,
        new ControlConfig(
            integer("/control/tick_rate_hz"),
            integer("/control/policy_rate_hz"),
            number("/control/action_filter"),
            number("/control/target_rate_rad_s")),
        new StandUpConfig(
            number("/stand_up/crouch_s"),
            number("/stand_up/rise_s"),
            number("/stand_up/settle_s"),
            number("/stand_up/damping_s")),
        new SafetyConfig(
            number("/safety/max_tilt_rad"),
            number("/safety/min_height_m"),
            number("/safety/joint_state_timeout_s"),
            number("/safety/imu_timeout_s"),
            number("/safety/odometry_timeout_s"),
            number("/safety/position_margin_rad"),
            number("/safety/velocity_factor"),
            integer("/safety/overrun_ticks")),
        new TaskConfig(
            number("/task/episode_s"),
            number("/task/speed_cap_m_s"),
            number("/task/forward_weight"),
            number("/task/alive_bonus"),
            number("/task/fall_cost"),
            number("/task/lateral_weight"),
            number("/task/offset_weight"),
            number("/task/heading_weight"),
            number("/task/yaw_rate_weight"),
            number("/task/tilt_weight"),
            number("/task/action_rate_weight"),
            number("/task/termination_tilt_rad"),
            number("/task/termination_height_m")),
        new SimulationConfig(
            number("/simulation/ground_friction"),
            number("/simulation/start_perturbation_rad"),
            number("/simulation/gyro_noise_rad_s"),
            number("/simulation/orientation_noise_rad"),
            number("/simulation/joint_position_noise_rad"),
            number("/simulation/joint_velocity_noise_rad_s"),
            number("/simulation/odometry_velocity_noise_m_s"),
            number("/simulation/gyro_bias_rad_s"),
            number("/simulation/accelerometer_noise_m_s2"),
            number("/simulation/accelerometer_bias_m_s2"),
            identified()),
        onboard(),
        ros2(),
        estimator(),
        "");
  }

  private IdentifiedConfig identified() {
    return new IdentifiedConfig(
        byJoint("/simulation/joint_friction_nm"),
        byJoint("/simulation/joint_damping_nms_rad"),
        number("/simulation/motor_strength"),
        number("/simulation/command_delay_s"),
        number("/simulation/sensor_delay_s"));
  }

  private Map<String, Double> byJoint(String pointer) {
    List<String> known = texts(ORDER, List.of());
    Map<String, Double> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : yaml.tree().at(pointer).properties()) {
      String name = entry.getKey();
      if (known.contains(name)) {
        values.put(name, entry.getValue().asDouble());
      } else {
        refuse(
            pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
            "of no joint in joints.order" + Nearest.hint(name, known),
            "one of " + String.join(", ", known));
      }
    }
    return values;
  }

  /** Null where {@code robot.yaml} has no such section. */
  private EstimatorConfig estimator() {
    if (yaml.tree().path("estimator").isMissingNode()) {
      return null;
    }
    return new EstimatorConfig(
        EstimatorConfig.Heading.valueOf(text("/estimator/heading", "").toUpperCase(Locale.ROOT)),
        number("/estimator/orientation_noise_rad"),
        number("/estimator/gyro_noise_rad_s"),
        number("/estimator/gyro_bias_rad_s"),
        number("/estimator/accelerometer_noise_m_s2"),
        number("/estimator/accelerometer_bias_m_s2"),
        number("/estimator/foot_velocity_noise_m_s"),
        number("/estimator/foot_height_noise_m"),
        number("/estimator/contact_force_share"),
        number("/estimator/contact_height_m"));
  }

  private OnboardConfig onboard() {
    return new OnboardConfig(
        new OperatorConfig(
            OperatorConfig.Deadman.valueOf(
                yaml.tree().at("/onboard/operator/deadman").asText().toUpperCase(Locale.ROOT)),
            number("/onboard/operator/timeout_s"),
            number("/onboard/operator/alone_patience_s"),
            integer("/onboard/operator/deadman_button"),
            integer("/onboard/operator/emergency_stop_button"),
            integer("/onboard/operator/clear_button"),
            integer("/onboard/operator/stand_button"),
            integer("/onboard/operator/lie_button"),
            integer("/onboard/operator/walk_button"),
            integer("/onboard/operator/height_axis")),
        new RecoverConfig(
            number("/onboard/recover/fold_s"),
            number("/onboard/recover/rest_s"),
            number("/onboard/recover/max_tilt_rad"),
            number("/onboard/recover/still_rad_s")),
        new SensorCheckConfig(
            number("/onboard/sensor_checks/stuck_s"),
            number("/onboard/sensor_checks/joint_error_rad"),
            number("/onboard/sensor_checks/attitude_error_rad")),
        new RealTimeConfig(
            integer("/onboard/real_time/priority"),
            integer("/onboard/real_time/cpu"),
            number("/onboard/real_time/spin_s")));
  }

  private Ros2Config ros2() {
    Ros2Config byDefault = Ros2Config.DEFAULT;
    Ros2Config.Topics topics = byDefault.topics();
    Ros2Config.Command command =
        Ros2Config.Command.named(text("/ros2/command", "")).orElse(byDefault.command());
    return new Ros2Config(
        yaml.tree().at("/ros2/domain_id").asInt(byDefault.domainId()),
        text("/ros2/namespace", byDefault.namespace()),
        texts("/ros2/interfaces", byDefault.interfaces()),
        yaml.tree().at("/ros2/lease_s").asDouble(byDefault.leaseS()),
        Ros2Config.Clock.named(text("/ros2/clock", ""))
            .map(Ros2Config.Clock.SYNCHRONIZED::equals)
            .orElse(byDefault.synchronizedClock()),
        text("/ros2/sensor_reliability", "best_effort").equals("reliable"),
        text("/ros2/command_reliability", "reliable").equals("reliable"),
        command,
        commandOrder(),
        new Ros2Config.Topics(
            text("/ros2/topics/joint_states", topics.jointStates()),
            text("/ros2/topics/imu", topics.imu()),
            text("/ros2/topics/odometry", topics.odometry()),
            text("/ros2/topics/joy", topics.joy()),
            text("/ros2/topics/e_stop", topics.emergencyStop()),
            text("/ros2/topics/commands", command.topic()),
            text("/ros2/topics/diagnostics", topics.diagnostics()),
            text("/ros2/topics/status", topics.status())));
  }

  private List<String> commandOrder() {
    List<String> order = texts(COMMAND_ORDER, List.of());
    List<String> joints = texts(ORDER, List.of());
    if (!order.isEmpty() && !Set.copyOf(order).equals(Set.copyOf(joints))) {
      refuse(
          COMMAND_ORDER,
          "a list of " + order.size() + " that is not joints.order in another order",
          "each of " + String.join(", ", joints));
    }
    return order;
  }

  private String text(String pointer, String byDefault) {
    return yaml.tree().at(pointer).asText(byDefault);
  }

  private List<String> texts(String pointer, List<String> byDefault) {
    JsonNode node = yaml.tree().at(pointer);
    if (node.isMissingNode()) {
      return byDefault;
    }
    List<String> texts = new ArrayList<>();
    node.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private List<JointConfig> joints(KinematicTree model) {
    List<String> revolute =
        model.joints().stream()
            .filter(j -> j.kind() == JointKind.REVOLUTE)
            .map(Joint::name)
            .toList();
    List<JointConfig> joints = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    Set<String> used = new HashSet<>();
    JsonNode order = yaml.tree().at(ORDER);
    for (int i = 0; i < order.size(); i++) {
      String pointer = ORDER + "/" + i;
      String name = order.get(i).asText();
      listed.add(name);
      Optional<Joint> joint = model.joints().stream().filter(j -> j.name().equals(name)).findAny();
      Optional<String> settings = settingsOf(name);
      if (joint.isEmpty() || joint.get().kind() != JointKind.REVOLUTE) {
        refuse(
            pointer,
            "\"" + name + "\", no revolute joint of the URDF" + Nearest.hint(name, revolute),
            "one of " + String.join(", ", revolute));
      } else if (settings.isEmpty()) {
        refuse(
            pointer,
            "\"" + name + "\", which no ending of joints.by_ending fits",
            "a name that ends in one of " + String.join(", ", endings()));
      } else {
        used.add(settings.get());
        joints.add(joint(joint.get(), settings.get()));
      }
    }
    for (String name : revolute) {
      if (!listed.contains(name)) {
        refuse(ORDER, "without " + name, "a list of every revolute joint of the URDF");
      }
    }
    for (String ending : endings()) {
      String pointer = BY_ENDING + "/" + ending;
      if (order.size() == joints.size() && !used.contains(pointer)) {
        refuse(pointer, "an ending that no joint takes", "endings of names in joints.order");
      }
    }
    return joints;
  }

  private JointConfig joint(Joint joint, String settings) {
    return new JointConfig(
        joint.name(),
        joint.lowerRad(),
        joint.upperRad(),
        joint.velocityLimitRadS(),
        joint.effortLimitNm(),
        number(settings + "/stance_rad"),
        number(settings + "/crouch_rad"),
        number(settings + "/action_scale_rad"),
        number(settings + "/kp_nm_rad"),
        number(settings + "/kd_nms_rad"),
        number(settings + "/damping_nms_rad"));
  }

  private List<String> endings() {
    List<String> endings = new ArrayList<>();
    yaml.tree().at(BY_ENDING).fieldNames().forEachRemaining(endings::add);
    return endings;
  }

  private int integer(String pointer) {
    return yaml.tree().at(pointer).asInt();
  }

  private double number(String pointer) {
    return yaml.tree().at(pointer).asDouble();
  }

  private void refuse(String pointer, String value, String allowed) {
    problems.add(yaml.place(pointer), MarkedYaml.field(pointer), value, allowed);
  }
}
