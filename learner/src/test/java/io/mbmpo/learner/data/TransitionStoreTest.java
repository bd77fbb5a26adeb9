package io.mbmpo.learner.data;

import static io.mbmpo.learner.data.Episodes.RUN;
import static io.mbmpo.learner.data.Episodes.episode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.link.Episode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionStoreTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("made/with/it/transitions.db");
  }

  private static void assertSame(List<Episode> actual, List<Episode> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void anEpisodeComesBackBitByBitAfterReopening() {
    List<Episode> episodes = List.of(episode(0, 0, 5), episode(1, 0, 1), episode(1, 1, 7));
    try (TransitionStore store = new TransitionStore(file())) {
      for (Episode episode : episodes) {
        assertThat(store.add(episode)).isTrue();
      }
    }
    try (TransitionStore store = new TransitionStore(file())) {
      assertSame(store.episodes(RUN), episodes);
      assertThat(store.episodes("another run")).isEmpty();
      assertThat(store.robotSeconds(RUN)).isCloseTo(13 * 0.04, within(1e-9));
      assertThat(store.robotSeconds("another run")).isZero();
      assertSame(store.episodes(RUN, 1), episodes.subList(1, 3));
      assertThat(store.episodes(RUN, 2)).isEmpty();
      assertThat(store.count(RUN, 0)).isEqualTo(5);
      assertThat(store.count(RUN, 7)).isEqualTo(13);
      assertThat(store.count("another run", 7)).isZero();
    }
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    List<Episode> planned = new ArrayList<>();
    for (int iteration = 0; iteration < 12; iteration += 10) {
      for (int index = 0; index < 12; index++) {
        planned.add(episode(iteration, index, 3));
      }
    }
    List<Episode> shuffled = new ArrayList<>(planned);
    java.util.Collections.shuffle(shuffled, new java.util.Random(3));
    try (TransitionStore inOrder = new TransitionStore(folder.resolve("a.db"));
        TransitionStore outOfOrder = new TransitionStore(folder.resolve("b.db"))) {
      planned.forEach(inOrder::add);
      shuffled.forEach(outOfOrder::add);
      assertSame(outOfOrder.episodes(RUN), planned);
      assertThat(outOfOrder.ids(RUN))
          .containsExactlyElementsOf(planned.stream().map(Episode::episodeId).toList());
      assertThat(outOfOrder.digest(RUN)).isEqualTo(inOrder.digest(RUN));
      assertThat(outOfOrder.transitions(RUN, 10))
          .usingRecursiveComparison()
          .isEqualTo(inOrder.transitions(RUN, 10));
    }
  }

  @Test
  void anEpisodeIsStoredOnceAndTheFirstOneIsKept() {
    Episode first = episode(1, 4, 5);
    try (TransitionStore store = new TransitionStore(file())) {
      store.add(first);
      byte[] digest = store.digest(RUN);
      assertThat(store.add(first)).isFalse();
      assertThat(store.add(episode(1, 4, 5, 1))).isFalse();
      assertSame(store.episodes(RUN), List.of(first));
      assertThat(store.digest(RUN)).isEqualTo(digest);
    }
  }

  @Test
  void theDigestTellsDataSetsApart() {
    try (TransitionStore a = new TransitionStore(folder.resolve("a.db"));
        TransitionStore b = new TransitionStore(folder.resolve("b.db"))) {
      assertThat(a.digest(RUN)).isEqualTo(b.digest(RUN));
      a.add(episode(1, 4, 5));
      b.add(episode(1, 4, 5, 1));
      assertThat(a.digest(RUN)).isNotEqualTo(b.digest(RUN));
    }
  }

  @Test
  void transitionsAreTheEpisodesCutIntoStepsUpToAnIteration() {
    Episode first = episode(0, 0, 2);
    Episode second = episode(1, 0, 1);
    try (TransitionStore store = new TransitionStore(file())) {
      store.add(episode(2, 0, 4));
      store.add(second);
      store.add(episode(1, 1, 0));
      store.add(first);
      Transitions data = store.transitions(RUN, 1);
      assertThat(data.count()).isEqualTo(3);
      assertThat(data.starts()).containsExactly(0, 2);
      float[] s = first.observations();
      float[] t = second.observations();
      assertThat(data.observations())
          .containsExactly(s[0], s[1], s[2], s[3], s[4], s[5], t[0], t[1], t[2]);
      assertThat(data.nextObservations())
          .containsExactly(s[3], s[4], s[5], s[6], s[7], s[8], t[3], t[4], t[5]);
      assertThat(data.actions()).startsWith(first.actions()).endsWith(second.actions());
      assertThatThrownBy(() -> store.transitions("another run", 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another run");
    }
  }

  @Test
  void episodesOfDifferentWidthsAreNamed() {
    Episode narrow = episode(1, 0, 3);
    Episode wide =
        new Episode(
            "run-1-1",
            RUN,
            "go1",
            "",
            1,
            0,
            new byte[0],
            narrow.exploration(),
            0,
            new float[10],
            new float[2],
            5,
            2,
            false,
            "",
            0,
            0.04);
    try (TransitionStore store = new TransitionStore(file())) {
      store.add(narrow);
      store.add(wide);
      assertThatThrownBy(() -> store.transitions(RUN, 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("run-1-1 has 5 observations and 2 actions, run-1-0 has 3 and 2");
    }
  }

  @Test
  void aMalformedEpisodeIsRefusedByName() {
    Episode good = episode(1, 0, 3);
    Episode bad =
        new Episode(
            "run-1-0",
            RUN,
            "go1",
            "",
            1,
            0,
            new byte[0],
            good.exploration(),
            0,
            new float[9],
            good.actions(),
            3,
            2,
            false,
            "",
            0,
            0.04);
    try (TransitionStore store = new TransitionStore(file())) {
      assertThatThrownBy(() -> store.add(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("run-1-0");
      assertThat(store.ids(RUN)).isEmpty();
    }
  }

  @Test
  void aKilledWriterLosesNoAcknowledgedEpisodeAndLeavesNoPartOfOne() throws Exception {
    int next = 0;
    for (int kill = 0; kill < 2; kill++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  StoreWriter.class.getName(),
                  file().toString(),
                  Integer.toString(next))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int acknowledged = -1;
      try (BufferedReader lines = writer.inputReader()) {
        for (int i = 0; i < 20 + 13 * kill; i++) {
          acknowledged = Integer.parseInt(lines.readLine());
        }
        writer.toHandle().destroyForcibly(); // unlike the process's own, this leaves the pipe open
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          acknowledged = Integer.parseInt(line);
        }
      }
      try (TransitionStore store = new TransitionStore(file())) {
        List<Episode> episodes = store.episodes(RUN); // verifies every digest
        assertThat(episodes).hasSizeBetween(acknowledged + 1, acknowledged + 2);
        assertSame(episodes.subList(0, 1), List.of(episode(1, 0, 800)));
        next = episodes.size();
      }
    }
  }

  @Test
  void aFullDiskLosesNothingStoredAndSaysSo() {
    try (TransitionStore store = new TransitionStore(file(), 60)) {
      List<Episode> stored = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; ; i++) {
                  Episode episode = episode(1, i, 800);
                  store.add(episode);
                  stored.add(episode);
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("run-1-" + stored.size())
          .hasMessageContaining("disk is full");
      assertThat(stored).hasSizeGreaterThan(2);
      assertSame(store.episodes(RUN), stored);
      assertThat(store.add(episode(2, 0, 1))).isTrue();
    }
  }

  @Test
  void aFileOfGarbageIsRefusedByName() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "not a database ".repeat(500));
    assertRefused("is damaged");
  }

  @Test
  void aDamagedPageIsRefused() throws IOException {
    fill();
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(4096);
      bytes.write(new byte[3 * 4096]);
    }
    assertRefused("is damaged");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    fill();
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }
    assertRefused("is damaged");
  }

  @Test
  void aChangedValueIsFoundByItsDigest() throws SQLException {
    fill();
    sql("UPDATE episode SET seed = seed + 1 WHERE episode_id = 'run-1-3'");
    try (TransitionStore store = new TransitionStore(file())) {
      assertThatThrownBy(() -> store.digest(RUN))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("run-1-3 does not match its digest");
    }
  }

  @Test
  void aNewerSchemaIsRefused() throws SQLException {
    fill();
    sql("PRAGMA user_version = 2");
    assertRefused("newer version (schema 2, this one knows 1)");
  }

  @Test
  void aDatabaseOfSomethingElseIsRefused() throws Exception {
    Files.createDirectories(file().getParent());
    sql("CREATE TABLE recipes (name TEXT)");
    assertRefused("something else");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(folder.resolve("made"), "a file, not a folder");
    assertThatThrownBy(() -> new TransitionStore(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString());
  }

  private void fill() {
    try (TransitionStore store = new TransitionStore(file())) {
      for (int i = 0; i < 10; i++) {
        store.add(episode(1, i, 400));
      }
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> new TransitionStore(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(message);
  }

  @Test
  void theOrdinalIsTheNumberThatEndsTheId() {
    assertThat(EpisodeContent.ordinal("run-3-12")).isEqualTo(12);
    assertThat(EpisodeContent.ordinal("run")).isZero();
    assertThat(EpisodeContent.ordinal("")).isZero();
    assertThat(EpisodeContent.ordinal("7")).isEqualTo(7);
    assertThat(EpisodeContent.ordinal("9".repeat(40))).isEqualTo(999_999_999_999_999_999L);
  }
}
