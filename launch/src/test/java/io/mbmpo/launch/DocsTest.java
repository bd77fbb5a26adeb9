package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.stage.Stage;
import io.mbmpo.controller.stage.StageLimits;
import io.mbmpo.launch.run.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is written down twice is the same. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));

  @Test
  void theFailsafeTableInTheDocsIsTheControllers() {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    assertThat(Mbmpo.run(new Place(ROOT), printer, printer, "failsafe")).isZero();
    assertThat(ROOT.resolve("docs/failsafe.md"))
        .as("write it anew with: ./mbmpo failsafe > docs/failsafe.md")
        .hasContent(out.toString());
  }

  @Test
  void theLimitsOfTheStagesInTheDocsAreTheControllers() {
    assertThat(ROOT.resolve("docs/safety.md"))
        .content(StandardCharsets.UTF_8)
        .contains(
            row("gains, of `robot.yaml`'s", "%.0f %%", limits -> 100 * limits.gainShare()),
            row("they come up in", "%.0f s", StageLimits::rampS),
            row("joint targets, of the rate limit", "%.0f %%", l -> 100 * l.rateShare()),
            row("torque, of each joint's limit", "%.0f %%", l -> 100 * l.effortShare()));
  }

  private static String row(String name, String format, ToDoubleFunction<StageLimits> value) {
    return Arrays.stream(Stage.values())
        .map(stage -> value.applyAsDouble(StageLimits.of(stage)))
        .map(number -> String.format(Locale.ROOT, format, number))
        .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
  }

  @Test
  void controllerAndLearnerAreHeldToTheSameGoldenPolicy() throws IOException {
    assertThat(ROOT.resolve("learner/src/test/resources/policy-golden.json"))
        .hasSameBinaryContentAs(ROOT.resolve("controller/src/test/resources/policy-golden.json"));
  }
}
