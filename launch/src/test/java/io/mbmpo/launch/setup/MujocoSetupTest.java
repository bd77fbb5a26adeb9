package io.mbmpo.launch.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.sim.mujoco.MujocoUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MujocoSetupTest {
  /** A machine on which apt-get's install puts MuJoCo in place. */
  private static final class Machine implements Shell {
    final Set<String> programs = new HashSet<>(Set.of("apt-get", "sudo"));
    final List<String> ran = new ArrayList<>();
    boolean root;
    boolean installed;
    boolean loadable = true;
    String failing = "nothing";

    @Override
    public boolean has(String program) {
      return programs.contains(program);
    }

    @Override
    public boolean isRoot() {
      return root;
    }

    @Override
    public int run(List<String> command) {
      String line = String.join(" ", command);
      ran.add(line);
      if (line.contains(failing)) {
        return 100;
      }
      installed |= command.contains("install");
      return 0;
    }

    void tryMujoco() {
      if (!installed || !loadable) {
        throw new MujocoUnavailableException("MuJoCo cannot be loaded");
      }
    }
  }

  private final Machine machine = new Machine();
  private final StringWriter out = new StringWriter();

  private void setUp() throws InterruptedException {
    new MujocoSetup(machine, new PrintWriter(out), machine::tryMujoco).run();
  }

  private static void refused(ThrowingCallable setup, String... said) {
    assertThatThrownBy(setup)
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.ENVIRONMENT))
        .hasMessageContainingAll(said);
  }

  @Test
  void whatIsInstalledIsLeftAlone() throws Exception {
    machine.installed = true;
    setUp();
    assertThat(machine.ran).isEmpty();
    assertThat(out.toString()).contains("already installed (2.2.2)");
  }

  @Test
  void rootInstallsThePackageAndEveryCommandIsShown() throws Exception {
    machine.root = true;
    setUp();
    assertThat(machine.ran)
        .containsExactly(
            "apt-get update -q", "apt-get install -q -y --no-install-recommends libmujoco2.2.2");
    assertThat(out.toString())
        .contains("$ apt-get update", "$ apt-get install", "MuJoCo 2.2.2 is installed");
  }

  @Test
  void othersInstallByASudoThatAsksNothing() throws Exception {
    setUp();
    assertThat(machine.ran).hasSize(2).allMatch(line -> line.startsWith("sudo -n apt-get "));
  }

  @Test
  void withoutAptGetThePersonIsToldWhatIsNeeded() {
    machine.programs.remove("apt-get");
    refused(this::setUp, "no apt-get", "libmujoco.so.2.2.2 of MuJoCo 2.2.2");
    assertThat(machine.ran).isEmpty();
  }

  @Test
  void withoutRootAndSudoThePersonIsToldWhatToRun() {
    machine.programs.remove("sudo");
    refused(this::setUp, "as root run: apt-get install libmujoco2.2.2");
    assertThat(machine.ran).isEmpty();
  }

  @Test
  void aPackageThatIsNotThereIsNotTakenForInstalled() {
    machine.failing = "install";
    refused(
        this::setUp,
        "--no-install-recommends libmujoco2.2.2' ended with status 100",
        "run: sudo apt-get install",
        "Debian 12 and Ubuntu 24.04 have the package");
  }

  @Test
  void anInstalledMujocoThatDoesNotLoadIsNotCalledASuccess() {
    machine.loadable = false;
    refused(this::setUp, "is installed, but: MuJoCo cannot be loaded");
  }
}
