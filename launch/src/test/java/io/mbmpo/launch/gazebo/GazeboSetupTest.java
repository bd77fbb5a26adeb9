package io.mbmpo.launch.gazebo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.setup.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazeboSetupTest {
  /** A machine without Gazebo, on which debootstrap makes a folder and rm removes one. */
  private static final class Machine implements Shell {
    final Set<String> programs = new HashSet<>(Set.of("apt-get", "debootstrap"));
    final List<String> ran = new ArrayList<>();
    boolean root = true;
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
      String line = String.join(" ", command.subList(4, command.size())); // after the log's shell
      ran.add(line);
      if (line.contains(failing)) {
        return 100;
      }
      if (!Files.isDirectory(Path.of(command.get(3)).getParent())) {
        return 2; // as a shell that cannot write its log
      }
      try {
        if (line.startsWith("debootstrap")) {
          Files.createDirectories(Path.of(command.get(command.size() - 2)));
        } else if (line.startsWith("rm -rf")) {
          GazeboPlugin.delete(Path.of(command.get(command.size() - 1)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return 0;
    }
  }

  @TempDir private Path folder;
  private final Machine machine = new Machine();
  private final StringWriter out = new StringWriter();
  private long freeBytes = 10L << 30;
  private Path cache;
  private Path apt;

  @BeforeEach
  void aMachineWithAnAptOfItsOwn() throws IOException {
    cache = folder.resolve("cache");
    apt = Files.createDirectories(folder.resolve("apt"));
    Files.writeString(
        apt.resolve("sources.list"), "deb [arch=amd64] http://mirror.example/debian stable main\n");
  }

  private GazeboSetup setup() {
    return new GazeboSetup(machine, new PrintWriter(out, true), cache, apt, there -> freeBytes);
  }

  private static void refused(ThrowingCallable setup, String... said) {
    assertThatThrownBy(setup)
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.ENVIRONMENT))
        .hasMessageContainingAll(said);
  }

  @Test
  void itMakesASystemFromTheMirrorThatAptUsesAndKeepsIt() throws Exception {
    setup().run();
    assertThat(machine.ran.get(0))
        .startsWith("debootstrap --variant=minbase bullseye ")
        .endsWith(" http://mirror.example/debian");
    assertThat(GazeboRoot.isMade(cache)).isTrue();
    assertThat(Files.exists(cache.resolve("gazebo-root.partial"))).isFalse();
    assertThat(cache.resolve("gazebo-root/etc/apt/sources.list.d/next.list"))
        .content()
        .contains("http://mirror.example/debian");
    assertThat(out.toString()).contains("1 of 4", "4 of 4", "Gazebo 11 is ready");

    int before = machine.ran.size();
    setup().run();
    assertThat(machine.ran).hasSize(before);
  }

  @Test
  void whatAStoppedSetupHasFinishedIsNotDoneAgain() throws Exception {
    machine.failing = "cyclonedds-dev";
    refused(() -> setup().run(), "cyclonedds-dev", "status 100", "it goes on where it stopped");
    assertThat(GazeboRoot.isMade(cache)).as("taken for whole").isFalse();

    machine.failing = "nothing";
    machine.ran.clear();
    setup().run();
    assertThat(machine.ran).noneMatch(line -> line.contains("debootstrap"));
    assertThat(machine.ran).noneMatch(line -> line.contains("libgazebo-dev"));
    assertThat(machine.ran).anyMatch(line -> line.contains("cyclonedds-dev"));
    assertThat(GazeboRoot.isMade(cache)).isTrue();
  }

  @Test
  void aBaseSystemThatWasCutShortIsBegunAnew() throws Exception {
    Path partial = Files.createDirectories(cache.resolve("gazebo-root.partial/half"));
    setup().run();
    assertThat(machine.ran.get(0)).startsWith("rm -rf --one-file-system ");
    assertThat(machine.ran.get(1)).startsWith("debootstrap");
    assertThat(Files.exists(partial)).isFalse();
  }

  @Test
  void removedItIsGoneAndSaidToBe() throws Exception {
    setup().run();
    setup().remove();
    assertThat(GazeboRoot.isMade(cache)).isFalse();
    assertThat(Files.exists(cache.resolve("gazebo-root"))).isFalse();
    assertThat(out.toString()).contains("removed");

    setup().remove();
    assertThat(out.toString()).contains("there is no Gazebo of ours");
  }

  @Test
  void withoutRootNothingIsBegun() {
    machine.root = false;
    refused(() -> setup().run(), "only root", "install here");
    assertThat(machine.ran).isEmpty();
  }

  @Test
  void aFullDiskIsNamedBeforeAnythingIsBegun() {
    freeBytes = 1L << 30;
    refused(() -> setup().run(), "1.1 GB are free", "4 GB are needed", "XDG_CACHE_HOME");
    assertThat(machine.ran).isEmpty();
  }

  @Test
  void debootstrapIsInstalledWhereItIsMissing() throws Exception {
    machine.programs.remove("debootstrap");
    setup().run();
    assertThat(machine.ran).anyMatch(line -> line.endsWith("apt-get install -q -y debootstrap"));
  }

  @Test
  void withoutDebootstrapAndAptGetThePersonIsTold() {
    machine.programs.clear();
    refused(() -> setup().run(), "debootstrap is not installed", "no apt-get");
  }

  @Test
  void aMirrorIsReadFromEitherStyleAndOnlyIfItServesDebian()
      throws IOException, InterruptedException {
    assertThat(DebianMirror.of(apt)).hasValue("http://mirror.example/debian");

    Files.writeString(apt.resolve("sources.list"), "# nothing\n");
    Path more = Files.createDirectories(apt.resolve("sources.list.d"));
    Files.writeString(
        more.resolve("a.sources"), "Types: deb\nURIs: https://other.example/ubuntu\nSuites: x\n");
    Files.writeString(
        more.resolve("b.sources"), "Types: deb\nURIs: https://near.example/debian/\nSuites: x\n");
    assertThat(DebianMirror.of(apt)).hasValue("https://near.example/debian/");

    Files.delete(more.resolve("b.sources"));
    assertThat(DebianMirror.of(apt)).isEmpty();
    refused(() -> setup().run(), "name no mirror of Debian", "--mirror URL");
    setup().from("http://chosen.example/debian").run();
    assertThat(machine.ran).anyMatch(line -> line.contains("http://chosen.example/debian"));
  }
}
