package io.mbmpo.launch.stage;

import io.mbmpo.controller.stage.Check;
import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.controller.stage.Verdict;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person sees of a stage. */
final class StageReport {
  private final PrintWriter out;
  private final RobotConfig config;
  private final Stage stage;
  private final StageLimits limits;
  private String said = "";

  StageReport(PrintWriter out, RobotConfig config, Stage stage, StageLimits limits) {
    this.out = out;
    this.config = config;
    this.stage = stage;
    this.limits = limits;
  }

  /** Before anything moves. */
  void heading(TopicNames names, int domain, boolean simulated, boolean dry) {
    line(
        "%s, stage %s, %s in ROS domain %d%s",
        config.name(),
        stage.word(),
        simulated ? "a simulator" : "a robot",
        domain,
        dry ? "; dry run: commands are recorded, none is sent" : "");
    line(
        "limits: %s, targets up to %.2f rad/s, effort up to %.0f %% of the joints' limits%s",
        gains(),
        limits.rateShare() * config.control().targetRateRadS(),
        100 * limits.effortShare(),
        stage == Stage.WALK ? ", actions %.0f %%".formatted(100 * limits.actionShare()) : "");
    OperatorConfig operator = config.onboard().operator();
    line(
        "operator: hold the deadman (button %d%s of sensor_msgs/Joy on %s) to the end; let go, and"
            + " it stops",
        operator.deadmanButton(),
        stage == Stage.WALK ? ", then also walk, button " + operator.walkButton() : "",
        names.ros(config.ros2().topics().joy()));
    line(
        simulated
            ? "          ./mbmpo operator%s holds it for a simulator"
            : "          ros2 run joy joy_node --ros-args -p autorepeat_rate:=20.0",
        stage == Stage.WALK ? " --walk" : "");
  }

  private String gains() {
    return switch (config.ros2().command()) {
      case POSITION -> String.format(Locale.ROOT, "targets come up in %.1f s", limits.rampS());
      case EFFORT, IMPEDANCE ->
          String.format(
              Locale.ROOT,
              "gains come up to %.0f %% in %.1f s",
              100 * limits.gainShare(),
              limits.rampS());
    };
  }

  /** What happens now, once. */
  void doing(String what) {
    if (!what.equals(said)) {
      said = what;
      line("  %s", what);
    }
  }

  /** The judgement, one line a check. */
  void verdict(Verdict verdict) {
    int width = verdict.checks().stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (Check check : verdict.checks()) {
      line(
          "%s %-" + width + "s  %s%s",
          check.passed() ? "  ok  " : "  FAIL",
          check.name(),
          check.found(),
          check.remedy().isEmpty() ? "" : " -> " + check.remedy());
    }
  }

  /**
   * Where it was recorded, and what that is for.
   *
   * @param files oldest first
   * @param good the stage was passed
   */
  void recorded(List<Path> files, boolean good) {
    String names = files.stream().map(Path::toString).collect(Collectors.joining(" "));
    line("recorded: %s", names);
    if (stage == Stage.EXCITE && good) {
      line("next: ./mbmpo identify %s --out %s-identified.yaml", names, config.name());
    }
  }

  void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
