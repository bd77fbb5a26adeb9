package io.mbmpo.launch.command;

import io.mbmpo.controller.safety.FailsafeTable;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mbmpo failsafe}. */
@Command(
    name = "failsafe",
    description = "Print what the controller does when something goes wrong, as Markdown.")
public final class FailsafeCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;

  public FailsafeCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    RobotConfig config = robot.config(place);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        """
        # Failsafe table

        What the controller does when a condition holds, by the mode that it is in. The most severe
        action wins; a condition cleared by the operator stays in force until then. This is the table
        that the control thread reads (`controller/src/main/resources/…/failsafe.table`), with the
        delays of `%1$s`; `./mbmpo failsafe --robot %1$s` prints it. What came of it for every kind of
        sensor fault in every mode: [fault-matrix.md](fault-matrix.md).

        Mildest first: *info* shows it to people; *block* starts nothing new; *hold* keeps the joint
        targets where they are; *damping* ends what the robot does and lets it down, joints resisting
        motion, until it is down; *e-stop* makes it limp. A robot that is tilted too much to stand up
        first goes through RECOVER: it damps, folds its legs, and if that brought it upright, stands
        up.

        The emergency stop is pressed by a button of the hand controller, by the topic `/e_stop`, or
        by the file `estop` in the folder of all runs or of the robot's own. `./mbmpo estop` writes
        that file, without Java and with every network down; `./mbmpo estop --release` takes it away
        and clears what is latched. The robot also stays stopped over a restart while the file lies
        there.

        The operator's buttons (`onboard.operator` in `robot.yaml`): *deadman* is held while the robot
        may move; *stand* stands it up and keeps it standing, then a stick lowers it; *walk*, held,
        runs the last good policy; *lie* lets it down, after which it starts nothing until *stand* or
        *clear*; *clear* clears what is latched and over.

        """
            .formatted(robot.name()));
    out.print(FailsafeTable.of(config).toMarkdown());
    out.flush();
    return ExitCodes.OK;
  }
}
