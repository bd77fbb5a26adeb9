package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.BatteryStateMessage;

/**
 * One {@code sensor_msgs/BatteryState}.
 *
 * @param share charge left, 0 to 1; NaN where it is not measured
 * @param volt V; NaN where it is not measured
 * @param health as {@code sensor_msgs/BatteryState} numbers it
 */
record BatterySample(Sample sample, double share, double volt, int health, boolean present) {
  static BatterySample of(BatteryStateMessage message, Sample sample) {
    return new BatterySample(
        sample, message.percentage, message.voltage, message.powerSupplyHealth, message.present);
  }
}
