package io.mbmpo.controller.record;

import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Who is recorded.
 *
 * @param config the robot
 * @param run name of the run
 * @param revision of this program
 */
public record RecordingSource(RobotConfig config, String run, String revision) {}
