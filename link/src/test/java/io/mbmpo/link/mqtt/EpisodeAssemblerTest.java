package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.EpisodePiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EpisodeAssemblerTest {
  @Test
  void piecesInAnyOrderRepeatedAndInterleavedMakeEveryEpisodeOnce() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      Map<String, byte[]> episodes = new HashMap<>();
      List<EpisodePiece> pieces = new ArrayList<>();
      for (int e = 0; e < 5; e++) {
        byte[] content = content(random, 1 + random.nextInt(500));
        episodes.put("e" + e, content);
        pieces.addAll(cut("e" + e, content, 1 + random.nextInt(100)));
      }
      // Repeats only of pieces that are followed by others of their episode: the end layer knows
      // finished episodes, the assembler does not.
      Collections.shuffle(pieces, random);
      EpisodeAssembler assembler = new EpisodeAssembler(10, 1 << 20);
      Map<String, byte[]> done = new HashMap<>();
      for (EpisodePiece piece : pieces) {
        if (assembler.add(piece) instanceof EpisodeAssembler.Complete complete) {
          assertThat(done.put(piece.episodeId(), complete.serialized())).isNull();
        } else {
          assertThat(assembler.add(piece)).isInstanceOf(EpisodeAssembler.Incomplete.class);
        }
      }
      assertThat(done).containsOnlyKeys(episodes.keySet());
      episodes.forEach((id, content) -> assertThat(done.get(id)).isEqualTo(content));
      assertThat(assembler.bytes()).isZero();
      assertThat(assembler.size()).isZero();
    }
  }

  @Test
  void aWrongPieceIsAMismatchAndTheNextSendingStartsAfresh() {
    byte[] content = content(new Random(1), 100);
    List<EpisodePiece> good = cut("e", content, 40);
    EpisodePiece first = good.get(0);
    byte[] altered = first.data().clone();
    altered[7] ^= 1;
    EpisodeAssembler assembler = new EpisodeAssembler(10, 1 << 20);
    assembler.add(new EpisodePiece("e", first.digest(), 0, 3, altered));
    assembler.add(good.get(1));
    assertThat(assembler.add(good.get(2))).isInstanceOf(EpisodeAssembler.Mismatch.class);
    assembler.add(good.get(0));
    assembler.add(good.get(1));
    assertThat(assembler.add(good.get(2))).isInstanceOf(EpisodeAssembler.Complete.class);
  }

  @Test
  void memoryStaysBoundedAndTheOldestGoesFirst() {
    EpisodeAssembler assembler = new EpisodeAssembler(3, 1000);
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      assembler.add(cut("e" + i, content(random, 400), 200).get(0));
      assertThat(assembler.size()).isLessThanOrEqualTo(3);
      assertThat(assembler.bytes()).isLessThanOrEqualTo(1000);
    }
    byte[] small = content(random, 20);
    List<EpisodePiece> survivor = cut("s", small, 10);
    assembler.add(survivor.get(0));
    assembler.add(cut("t", content(random, 400), 200).get(0));
    assertThat(assembler.add(survivor.get(1))).isInstanceOf(EpisodeAssembler.Complete.class);
  }

  @Test
  void anEpisodeCutUpOtherwiseReplacesTheHalfReceivedOne() {
    byte[] content = content(new Random(4), 100);
    EpisodeAssembler assembler = new EpisodeAssembler(3, 1000);
    assembler.add(cut("e", content, 10).get(9));
    EpisodeAssembler.Outcome last = null;
    for (EpisodePiece piece : cut("e", content, 30)) {
      last = assembler.add(piece);
    }
    assertThat(last).isInstanceOf(EpisodeAssembler.Complete.class);
    assertThat(assembler.bytes()).isZero();
  }

  private static byte[] content(Random random, int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    return content;
  }

  static List<EpisodePiece> cut(String id, byte[] content, int size) {
    byte[] digest = Digest.of(content);
    int count = (content.length + size - 1) / size;
    List<EpisodePiece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size));
      pieces.add(new EpisodePiece(id, digest, i, count, data));
    }
    return pieces;
  }
}
