package io.mbmpo.launch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run and a recording say about the program that made them. */
class RevisionTest {
  @TempDir private Path folder;

  @Test
  void aCheckoutHasTheRevisionOfItsCommitAndSaysWhenItWasChanged() throws Exception {
    commit();
    assertThat(Revision.of(folder)).matches("[0-9a-f]{10}");
    Files.writeString(folder.resolve("file"), "changed");
    assertThat(Revision.of(folder)).matches("[0-9a-f]{10}-dirty");
  }

  @Test
  void soHasACheckoutThatBelongsToAnotherUser() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    commit();
    UserPrincipal other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        Files.setOwner(path, other);
      }
    }
    assertThat(Revision.of(folder)).matches("[0-9a-f]{10}");
  }

  @Test
  void aFolderThatIsNoCheckoutHasNone() {
    assertThat(Revision.of(folder)).isEqualTo("unknown");
    assertThat(Revision.of(folder.resolve("not there"))).isEqualTo("unknown");
  }

  private void commit() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("file"), "as it was");
    git("init", "-q");
    git("add", "file");
    git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "first");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
