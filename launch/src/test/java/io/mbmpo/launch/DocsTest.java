package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.run.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
  void controllerAndLearnerAreHeldToTheSameGoldenPolicy() throws IOException {
    assertThat(ROOT.resolve("learner/src/test/resources/policy-golden.json"))
        .hasSameBinaryContentAs(ROOT.resolve("controller/src/test/resources/policy-golden.json"));
  }
}
