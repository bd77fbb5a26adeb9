package io.mbmpo.launch.system;

import static io.mbmpo.launch.system.Go1InGazebo.CONFIG;
import static io.mbmpo.launch.system.Go1InGazebo.ROS2;
import static io.mbmpo.launch.system.Go1InGazebo.STANDING_M;
import static io.mbmpo.launch.system.Go1InGazebo.TASK;
import static io.mbmpo.launch.system.Go1InGazebo.await;
import static io.mbmpo.launch.system.Go1InGazebo.between;
import static io.mbmpo.launch.system.Go1InGazebo.rollout;
import static io.mbmpo.launch.system.Go1InGazebo.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.robotconfigs.JointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gazebo as a process: by the wall's clock, killed, and left by who started it. */
@Tag("gazebo")
class GazeboProcessIT {
  @TempDir Path folder;

  @Test
  void byTheWallsClockJointsGoWhereToldAndDrivesLetGoWhenNobodyTells() throws Exception {
    JointState joints = new JointState(CONFIG.jointCount());
    OdometryState odometry = new OdometryState();
    JointConfig knee = CONFIG.joints().get(2);
    JointCommand command = new JointCommand(CONFIG.jointCount());
    try (GazeboRobot real = start(folder, "realtime", false)) {
      long begun = System.nanoTime();
      await(
          "the stance",
          () -> {
            between(JointConfig::crouchRad, 0.5e-9 * (System.nanoTime() - begun), command);
            real.port().send(command);
            real.port().take(joints);
            real.port().take(odometry);
            return Math.abs(joints.position[2] - knee.stanceRad()) < 0.3
                && odometry.position[2] > STANDING_M;
          });
      await(
          "letting go",
          () -> real.port().take(joints) && Math.abs(joints.position[2] - knee.stanceRad()) > 0.5);
      real.reset().reset();
      await("joints after the reset", () -> real.port().take(joints));
      assertThat(Math.abs(joints.position[2] - knee.crouchRad())).isLessThan(0.3);
    }
  }

  @Test
  void gazeboKilledInMidEpisodeEndsItWithASentence() throws Exception {
    try (GazeboRobot doomed = start(folder, "doomed", true)) {
      Controller controller = new Controller(CONFIG, TASK, doomed.lockstep(), doomed.flags());
      Lockstep lockstep =
          new Lockstep(
              controller,
              doomed.lockstep(),
              (ticked, now) -> {
                if (ticked.mode() == Mode.RUN) {
                  doomed.process().kill();
                }
              });
      assertThatThrownBy(() -> lockstep.run(rollout("doomed", 5)))
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("the simulator has ended");
    }
  }

  @Test
  void nobodyIsLeftBehindWhenTheCommandIsKilled() throws Exception {
    var unused = GazeboHere.find();
    try (LauncherProcess command =
        LauncherProcess.start(
            folder, List.of("gazebo", "--domain", "" + ROS2.domainId(), "--namespace", "left"))) {
      await(
          "gazebo, which said " + command.output(),
          () -> {
            try {
              return command.output().contains("Ctrl-C ends");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      List<ProcessHandle> servers = command.descendants();
      assertThat(servers).isNotEmpty();
      command.killAlone();
      for (ProcessHandle server : servers) {
        server.onExit().get(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
