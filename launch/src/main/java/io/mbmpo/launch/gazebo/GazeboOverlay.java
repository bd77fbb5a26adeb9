package io.mbmpo.launch.gazebo;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.SimulationConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What of an overlay Gazebo can simulate. */
public final class GazeboOverlay {
  /** Its sensors are exact. */
  private static final Map<String, ToDoubleFunction<SimulationConfig>> OF_SENSORS =
      new TreeMap<>(
          Map.of(
              "gyro_noise_rad_s", SimulationConfig::gyroNoiseRadS,
              "orientation_noise_rad", SimulationConfig::orientationNoiseRad,
              "joint_position_noise_rad", SimulationConfig::jointPositionNoiseRad,
              "joint_velocity_noise_rad_s", SimulationConfig::jointVelocityNoiseRadS,
              "odometry_velocity_noise_m_s", SimulationConfig::odometryVelocityNoiseMS,
              "gyro_bias_rad_s", SimulationConfig::gyroBiasRadS,
              "accelerometer_noise_m_s2", SimulationConfig::accelerometerNoiseMS2,
              "accelerometer_bias_m_s2", SimulationConfig::accelerometerBiasMS2));

  private GazeboOverlay() {}

  /** Settings that the overlay changes and Gazebo knows nothing of, in the order of their names. */
  public static List<String> notSimulated(SimulationConfig described, SimulationConfig laid) {
    return OF_SENSORS.entrySet().stream()
        .filter(e -> e.getValue().applyAsDouble(described) != e.getValue().applyAsDouble(laid))
        .map(e -> "simulation." + e.getKey())
        .toList();
  }

  /**
   * The same for a model file alone, without our plugin: it has no drives and no sensors of ours.
   */
  public static List<String> notInModel(SimulationConfig laid) {
    IdentifiedConfig identified = laid.identified();
    return new TreeMap<>(
            Map.of(
                "motor_strength", identified.motorStrength() != 1,
                "command_delay_s", identified.commandDelayS() != 0,
                "sensor_delay_s", identified.sensorDelayS() != 0))
        .entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(e -> "simulation." + e.getKey())
            .toList();
  }
}
