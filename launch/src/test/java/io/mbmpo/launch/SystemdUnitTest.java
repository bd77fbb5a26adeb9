package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller as a service. */
class SystemdUnitTest {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final Path UNIT = ROOT.resolve("launch/systemd/mbmpo-robot.service");

  @TempDir Path folder;

  @Test
  void itStartsACommandThatIsUnderstood() throws Exception {
    List<String> starts =
        Files.readAllLines(UNIT).stream().filter(line -> line.startsWith("ExecStart=")).toList();
    assertThat(starts).hasSize(1);
    String[] words = starts.get(0).replace("ExecStart=", "").split(" ");
    assertThat(words[0]).endsWith("/mbmpo");
    String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
    assertThat(CommandLines.of(ROOT).parseArgs(arguments).subcommand().commandSpec().name())
        .isEqualTo("robot");
  }

  @Test
  void systemdFindsNothingWrongWithIt() throws Exception {
    Tool.need("systemd-analyze", "systemd");
    Path here = folder.resolve(UNIT.getFileName());
    Files.writeString(here, Files.readString(UNIT).replace("/opt/mbmpo", ROOT.toString()));
    Tool.Ended verified =
        Tool.run(
            folder,
            Map.of("SYSTEMD_UNIT_PATH", folder + ":"),
            List.of("systemd-analyze", "verify", "--man=no", here.toString()));
    assertThat(verified.said().lines().filter(line -> line.contains(UNIT.getFileName().toString())))
        .isEmpty();
    assertThat(verified.status()).as(verified.said()).isZero();
  }
}
