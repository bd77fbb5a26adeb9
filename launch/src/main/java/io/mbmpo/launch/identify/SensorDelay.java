package io.mbmpo.launch.identify;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.identify.Estimate;
import java.util.List;

/**
 * The delay of sensors, read off the stamps: how much older the newest joint state is than the tick
 * in which it arrived. The median, between the 5th and 95th percentile.
 */
public final class SensorDelay {
  private SensorDelay() {}

  public static Estimate of(RecordedMotion motion, RobotConfig config) {
    if (!config.ros2().synchronizedClock()) {
      return new Estimate(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          "the robot's stamps are not of this machine's clock (ros2.clock)");
    }
    List<Double> delays = motion.delaysS(50, 5, 95);
    if (delays.isEmpty()) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, "no joint states arrived");
    }
    double median = delays.get(0);
    return median < 0
        ? new Estimate(median, delays.get(1), delays.get(2), "stamps lie in the future")
        : new Estimate(median, delays.get(1), delays.get(2), null);
  }
}
