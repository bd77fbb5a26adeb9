package io.mbmpo.learner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.dynamics.EnsembleState;
import io.mbmpo.learner.dynamics.ModelState;
import io.mbmpo.learner.dynamics.Normalization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("run/checkpoints");
  }

  private CheckpointFolder open() {
    return new CheckpointFolder(folder(), "run", 3);
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static Checkpoint checkpoint(int iteration) {
    Normalization normalization =
        new Normalization(
            floats(1, 2), floats(3, 4), floats(5), floats(6), floats(-7), floats(Float.MAX_VALUE));
    ModelState model =
        new ModelState(floats(1, -0.0f), floats(Float.MIN_VALUE, 0), floats(3, 4), 1L << 40);
    return new Checkpoint(
        "run",
        1_795_421_329L,
        -5,
        "profile: demo\n# θ′ₖ",
        "c0ffee",
        iteration,
        floats(0.1f, 0.2f, iteration),
        new EnsembleState(List.of(2, 1), List.of(model, model), Optional.of(normalization)),
        List.of(floats(1), floats()),
        Map.of("best", floats(1.5f), "a", floats(2, 3)),
        Map.of("plan", "7 rollouts", "", ""));
  }

  private static void assertSame(Optional<Checkpoint> actual, Checkpoint expected) {
    assertThat(actual).get().usingRecursiveComparison().isEqualTo(expected);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aCheckpointComesBackAsItWas() {
    open().save(checkpoint(3), false);
    assertSame(open().newest(), checkpoint(3));
    assertThat(open().best()).isEmpty();
  }

  @Test
  void anEnsembleNotYetFittedComesBack() {
    Checkpoint fitted = checkpoint(0);
    Checkpoint unfitted =
        new Checkpoint(
            "run",
            0,
            1,
            "",
            "",
            0,
            floats(),
            new EnsembleState(List.of(), List.of(), Optional.empty()),
            List.of(),
            Map.of(),
            Map.of());
    open().save(fitted, false);
    open().save(unfitted, false);
    assertSame(open().newest(), unfitted);
  }

  @Test
  void anEmptyOrMissingFolderHasNone() throws IOException {
    assertThat(open().newest()).isEmpty();
    Files.createDirectories(folder());
    assertThat(open().newest()).isEmpty();
  }

  @Test
  void theLastThreeAndTheBestAreKept() throws IOException {
    for (int iteration = 8; iteration <= 12; iteration++) {
      open().save(checkpoint(iteration), iteration == 9);
    }
    assertThat(files())
        .containsExactly(
            "best.checkpoint",
            "iteration-000010.checkpoint",
            "iteration-000011.checkpoint",
            "iteration-000012.checkpoint");
    assertSame(open().newest(), checkpoint(12));
    assertSame(open().best(), checkpoint(9));
  }

  @Test
  void aFileCutOffAnywhereIsRefusedByName() throws IOException {
    open().save(checkpoint(1), false);
    byte[] whole = Files.readAllBytes(open().save(checkpoint(2), false));
    Path file = folder().resolve("iteration-000002.checkpoint");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> open().newest())
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("cut off")
          .hasMessageContaining("delete it to resume from iteration-000001.checkpoint");
    }
  }

  @Test
  void aFlippedBitAnywhereIsFound() throws IOException {
    Path file = open().save(checkpoint(2), false);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(file, flipped);
      assertThatThrownBy(() -> open().newest())
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("start the run from its stored episodes");
    }
  }

  @Test
  void aNewerFormatIsNamed() throws IOException {
    Path file = open().save(checkpoint(2), false);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(8, 2);
    Files.write(file, bytes);
    assertThatThrownBy(() -> open().newest()).hasMessageContaining("format is 2");
  }

  @Test
  void anotherRunsCheckpointIsRefused() {
    open().save(checkpoint(2), true);
    CheckpointFolder other = new CheckpointFolder(folder(), "other", 3);
    assertThatThrownBy(other::newest)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("of run run, not other");
    assertThatThrownBy(other::best).isInstanceOf(CheckpointException.class);
    assertThatThrownBy(() -> other.save(checkpoint(2), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFullDiskLeavesTheCheckpointBeforeIt() throws IOException {
    open().save(checkpoint(2), true);
    CheckpointFolder full =
        new CheckpointFolder(
            folder(),
            "run",
            1,
            (file, bytes) -> {
              Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
              throw new IOException("No space left on device");
            });
    for (int iteration = 2; iteration <= 3; iteration++) {
      Checkpoint next = checkpoint(iteration);
      assertThatThrownBy(() -> full.save(next, true))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("iteration-00000" + iteration);
    }
    assertThat(files()).containsExactly("best.checkpoint", "iteration-000002.checkpoint");
    assertSame(open().newest(), checkpoint(2));
    assertSame(open().best(), checkpoint(2));
  }

  @Test
  void whatAKilledWriterLeftIsIgnored() throws IOException {
    open().save(checkpoint(2), false);
    Files.writeString(folder().resolve("iteration-000003.checkpoint.partial"), "half");
    assertSame(open().newest(), checkpoint(2));
    open().save(checkpoint(3), false);
    assertSame(open().newest(), checkpoint(3));
  }
}
