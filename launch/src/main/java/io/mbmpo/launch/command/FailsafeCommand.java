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
        that the control thread reads, with the delays of `%1$s`; `./mbmpo failsafe --robot %1$s`
        prints it.

        """
            .formatted(robot.name()));
    out.print(FailsafeTable.of(config).toMarkdown());
    out.flush();
    return ExitCodes.OK;
  }
}
