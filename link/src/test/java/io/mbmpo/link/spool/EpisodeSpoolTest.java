package io.mbmpo.link.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.Samples;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EpisodeSpoolTest {
  private static final SpoolLimits ROOMY = new SpoolLimits(1000, 1L << 30, 0);

  @TempDir Path folder;

  @Test
  void whatWasSpooledIsThereAfterARestartInTheSameOrder() {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      for (String id : List.of("z", "a", "run/1/0")) {
        assertThat(spool.add(Samples.GO1.episode(id, 5))).isTrue();
      }
    }
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.waiting()).containsExactly("z", "a", "run/1/0");
      assertThat(WireCodec.decodeEpisode(spool.read("a")))
          .usingRecursiveComparison()
          .isEqualTo(Samples.GO1.episode("a", 5));
      spool.add(Samples.GO1.episode("last", 5));
      assertThat(spool.waiting()).last().isEqualTo("last");
    }
  }

  @Test
  void anAcknowledgedEpisodeIsKnownForEverAndNeverSpooledAgain() {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      spool.add(Samples.GO1.episode("a", 5));
      spool.add(Samples.GO1.episode("b", 5));
      assertThat(spool.add(Samples.GO1.episode("b", 5))).isFalse();
      assertThat(spool.acknowledge("a")).isTrue();
      assertThat(spool.acknowledge("a")).isFalse();
    }
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.waiting()).containsExactly("b");
      assertThat(spool.known(Samples.RUN)).containsExactlyInAnyOrder("a", "b");
      assertThat(spool.known("another run")).isEmpty();
      assertThat(spool.add(Samples.GO1.episode("a", 5))).isFalse();
    }
  }

  @Test
  void aKillBetweenNotingAndDeletingLeavesNothingToSend() throws Exception {
    Path file;
    byte[] content;
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      spool.add(Samples.GO1.episode("a", 5));
      file = episodeFiles().get(0);
      content = Files.readAllBytes(file);
      spool.acknowledge("a");
    }
    Files.write(file, content);
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.size()).isZero();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aTornLastLineOfTheLedgerLosesOnlyItself() throws Exception {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      spool.add(Samples.GO1.episode("a", 5));
      spool.add(Samples.GO1.episode("b", 5));
      spool.acknowledge("a");
    }
    Path ledger;
    try (var files = Files.list(folder.resolve("delivered"))) {
      ledger = files.findFirst().orElseThrow();
    }
    Files.writeString(ledger, "b 12", StandardOpenOption.APPEND);
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.waiting()).containsExactly("b");
      spool.acknowledge("b");
    }
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.known(Samples.RUN)).containsExactlyInAnyOrder("a", "b");
      assertThat(spool.size()).isZero();
    }
  }

  @Test
  void aCutOrAlteredFileIsSetAsideAndTheOthersGoOn() throws Exception {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      for (String id : List.of("a", "b", "c")) {
        spool.add(Samples.GO1.episode(id, 5));
      }
    }
    List<Path> files = episodeFiles();
    byte[] cut = Files.readAllBytes(files.get(0));
    Files.write(files.get(0), java.util.Arrays.copyOf(cut, cut.length / 2));
    byte[] altered = Files.readAllBytes(files.get(1));
    altered[altered.length - 3] ^= 1;
    Files.write(files.get(1), altered);
    Files.writeString(folder.resolve("000000000009-x.episode.tmp"), "half");
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.waiting()).containsExactly("c");
      assertThat(folder.resolve("quarantine").resolve(files.get(0).getFileName())).exists();
      assertThat(folder.resolve("quarantine").resolve(files.get(1).getFileName())).exists();
      assertThat(folder.resolve("000000000009-x.episode.tmp")).doesNotExist();
    }
  }

  @Test
  void aFileAlteredWhileTheControllerRunsIsNeverSent() throws Exception {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      spool.add(Samples.GO1.episode("a", 5));
      Path file = episodeFiles().get(0);
      byte[] altered = Files.readAllBytes(file);
      altered[60] ^= 4;
      Files.write(file, altered);
      assertThat(spool.read("a")).isNull();
      assertThat(spool.size()).isZero();
      assertThat(folder.resolve("quarantine").resolve(file.getFileName())).exists();
    }
  }

  @Test
  void everyBoundIsToldWithFolderAndBytes() {
    try (EpisodeSpool spool = new EpisodeSpool(folder, new SpoolLimits(1, 1L << 30, 0))) {
      spool.add(Samples.GO1.episode("a", 5));
      full(spool, "1 episodes wait, the most allowed");
      assertThat(spool.waiting()).containsExactly("a");
    }
    try (EpisodeSpool spool = new EpisodeSpool(folder, new SpoolLimits(9, 2000, 0))) {
      full(spool, "of 2000 allowed");
    }
    try (EpisodeSpool spool =
        new EpisodeSpool(folder, new SpoolLimits(9, 1L << 30, Long.MAX_VALUE / 2))) {
      full(spool, "must stay free on the disk");
    }
  }

  @Test
  void aDiskThatFillsWhileWritingLosesNothingThatWasSpooled() {
    AtomicBoolean diskFull = new AtomicBoolean();
    EpisodeSpool.Writer writer =
        (target, content) -> {
          if (diskFull.get()) {
            throw new IOException("No space left on device");
          }
          DurableFiles.write(target, content);
        };
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY, writer)) {
      spool.add(Samples.GO1.episode("a", 5));
      diskFull.set(true);
      full(spool, "No space left on device");
      assertThat(spool.waiting()).containsExactly("a");
      diskFull.set(false);
      assertThat(spool.add(Samples.GO1.episode("b", 5))).isTrue();
    }
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.waiting()).containsExactly("a", "b");
    }
  }

  @Test
  void twoControllersCannotShareASpool() {
    try (EpisodeSpool spool = new EpisodeSpool(folder, ROOMY)) {
      assertThat(spool.size()).isZero();
      assertThatThrownBy(() -> new EpisodeSpool(folder, ROOMY))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining(folder + " is in use by another controller");
    }
  }

  private void full(EpisodeSpool spool, String why) {
    assertThatThrownBy(() -> spool.add(Samples.GO1.episode("b", 5)))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("cannot keep episode b")
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("are free on its disk")
        .hasMessageContaining(why);
  }

  private List<Path> episodeFiles() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".episode")).sorted().toList();
    }
  }
}
