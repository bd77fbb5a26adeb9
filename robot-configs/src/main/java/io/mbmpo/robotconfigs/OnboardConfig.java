package io.mbmpo.robotconfigs;

/**
 * How the robot is looked after while it runs: by its operator, by the controller, by its computer.
 * No part of the configuration's hash: none of it changes what an observation or an action means.
 *
 * @param operator the hand controller
 * @param recover getting down and getting up
 * @param sensorChecks when a sensor that reports is not believed
 * @param realTime the control thread
 */
public record OnboardConfig(
    OperatorConfig operator,
    RecoverConfig recover,
    SensorCheckConfig sensorChecks,
    RealTimeConfig realTime) {

  /** What {@code robot.schema.json} fills in where {@code robot.yaml} says nothing. */
  public static final OnboardConfig DEFAULT =
      new OnboardConfig(
          new OperatorConfig(OperatorConfig.Deadman.WHEN_SEEN, 0.5, 10, 4, 1, 7, 0, 2, 5, 1),
          new RecoverConfig(1.5, 0.5, 0.5, 1.0),
          new SensorCheckConfig(0.1, 0.35, 0.35),
          new RealTimeConfig(80, -1, 0.0002));
}
