package io.mbmpo.launch.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchSetupTest {
  private final Set<String> programs = new HashSet<>(Set.of("apt-get", "sudo"));
  private final List<String> ran = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private boolean packagesAreEmpty;

  private final Shell machine =
      new Shell() {
        @Override
        public boolean has(String program) {
          return programs.contains(program);
        }

        @Override
        public boolean isRoot() {
          return false;
        }

        @Override
        public int run(List<String> command) {
          ran.add(String.join(" ", command));
          if (command.contains("rt-tests") && !packagesAreEmpty) {
            programs.add("cyclictest");
          }
          if (command.contains("stress-ng") && !packagesAreEmpty) {
            programs.add("stress-ng");
          }
          return 0;
        }
      };

  private void setUp() throws InterruptedException {
    new BenchSetup(machine, new PrintWriter(out)).run();
  }

  @Test
  void onlyWhatIsMissingIsInstalled() throws Exception {
    programs.add("cyclictest");
    setUp();
    assertThat(ran).last().asString().endsWith("--no-install-recommends stress-ng");
    assertThat(out.toString()).contains("$ sudo -n apt-get update", "are installed");
    ran.clear();
    setUp();
    assertThat(ran).isEmpty();
    assertThat(out.toString()).contains("already installed");
  }

  @Test
  void packagesWithoutTheirProgramsAreNotTakenForInstalled() {
    packagesAreEmpty = true;
    assertThatThrownBy(this::setUp)
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("is not on the path");
    assertThat(ran).last().asString().endsWith("rt-tests stress-ng");
  }

  @Test
  void aMissingProgramIsOneSentenceThatNamesThePackage() {
    assertThatThrownBy(() -> BenchSetup.require(machine, "cyclictest"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("cyclictest is needed")
        .hasMessageContaining("./mbmpo setup bench, or sudo apt-get install rt-tests");
    programs.add("cyclictest");
    BenchSetup.require(machine, "cyclictest");
  }
}
