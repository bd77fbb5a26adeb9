package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatorConfigTest {
  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  private EditedRobot with(String section) {
    String last = "  odometry_velocity_noise_m_s: 0.05\n";
    return robot.yaml(last, last + section);
  }

  @Test
  void aRobotThatSaysNothingHasOdometry() {
    assertThat(robot.load().estimator()).isNull();
  }

  @Test
  void anEmptySectionIsARobotWithoutOdometryAndAllDefaults() {
    assertThat(with("estimator: {}").load().estimator()).isEqualTo(EstimatorConfig.DEFAULT);
  }

  @Test
  void everyFieldComesFromItsKey() {
    EstimatorConfig estimator =
        with("""
            estimator:
              heading: gyro
              orientation_noise_rad: 0.001
              gyro_noise_rad_s: 0.002
              gyro_bias_rad_s: 0.003
              accelerometer_noise_m_s2: 0.04
              accelerometer_bias_m_s2: 0.05
              foot_velocity_noise_m_s: 0.06
              foot_height_noise_m: 0.007
              contact_force_share: 0.08
              contact_height_m: 0.09
            """)
            .load()
            .estimator();
    assertThat(estimator)
        .isEqualTo(
            new EstimatorConfig(
                EstimatorConfig.Heading.GYRO,
                0.001,
                0.002,
                0.003,
                0.04,
                0.05,
                0.06,
                0.007,
                0.08,
                0.09));
  }

  @Test
  void theHashIsTheSameWithAndWithoutIt() {
    String hash = robot.load().hash();
    assertThat(with("estimator: {gyro_noise_rad_s: 0.3}").load().hash()).isEqualTo(hash);
  }

  @Test
  void withoutOdometryOnlyTheEstimatorIsAnother() {
    RobotConfig go1 = robot.load();
    RobotConfig withheld = go1.withoutOdometry();
    assertThat(withheld.estimator()).isEqualTo(EstimatorConfig.DEFAULT);
    assertThat(withheld.with(go1.simulation(), null)).isEqualTo(go1);
    assertThat(withheld.withoutOdometry()).isSameAs(withheld);
  }

  @Test
  void aHeadingFromElsewhereIsRefused() {
    with("estimator: {heading: compass}")
        .isRefusedThereWith("estimator.heading: value is \"compass\"; allowed: one of imu, gyro");
  }

  @Test
  void aNoiseOfNothingIsRefused() {
    with("estimator: {foot_velocity_noise_m_s: 0}")
        .isRefusedThereWith(
            "estimator.foot_velocity_noise_m_s: value is 0; allowed: a number above 0, at most 10"
                + " m/s");
  }

  @Test
  void aMisspeltKeyIsNamedWithTheNearest() {
    assertThat(with("estimator: {gyro_noise_rad: 0.1}").problems())
        .singleElement()
        .asString()
        .contains("estimator.gyro_noise_rad: value is an unknown key (did you mean");
  }
}
