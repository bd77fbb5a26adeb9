package io.mbmpo.controller.estimate;

import io.mbmpo.robotconfigs.EstimatorConfig;

/** Estimator settings for tests. */
final class Estimators {
  private Estimators() {}

  static EstimatorConfig withContactForceShare(EstimatorConfig e, double share) {
    return new EstimatorConfig(
        e.heading(),
        e.orientationNoiseRad(),
        e.gyroNoiseRadS(),
        e.gyroBiasRadS(),
        e.accelerometerNoiseMS2(),
        e.accelerometerBiasMS2(),
        e.footVelocityNoiseMS(),
        e.footHeightNoiseM(),
        share,
        e.contactHeightM());
  }
}
