package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.Samples;
import io.mbmpo.link.codec.EpisodePiece;
import io.mbmpo.link.codec.EpisodeReceipt;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In simulated time. */
final class EpisodeSenderTest {
  @TempDir Path folder;
  private final List<EpisodePiece> sent = new ArrayList<>();
  private long now;
  private EpisodeSpool spool;
  private EpisodeSender sender;

  @BeforeEach
  void open() {
    spool = new EpisodeSpool(folder, new SpoolLimits(100, 1L << 30, 0));
    sender =
        new EpisodeSender(
            spool,
            (piece, expiryS) -> sent.add(WireCodec.decodePiece(piece)),
            () -> now,
            Duration.ofSeconds(1),
            1024);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void anEpisodeIsSentWholeAndAgainWithDoublingWaitsUntilItsReceipt() {
    spool.add(Samples.GO1.episode("a", 50));
    sender.advance();
    int pieces = sent.size();
    assertThat(pieces).isEqualTo(sent.get(0).count()).isGreaterThan(5);
    List<Long> sendings = new ArrayList<>();
    for (int tenths = 1; tenths <= 160; tenths++) {
      now = tenths * 100_000_000L;
      int before = sent.size();
      sender.advance();
      if (sent.size() > before) {
        assertThat(sent.size()).isEqualTo(before + pieces);
        sendings.add(now / 1_000_000_000L);
      }
    }
    assertThat(sendings).containsExactly(1L, 3L, 7L, 15L);
    receipt("a", true);
    assertThat(spool.size()).isZero();
    now += 1_000_000_000_000L;
    int before = sent.size();
    sender.advance();
    assertThat(sent).hasSize(before);
  }

  @Test
  void onlyAFewEpisodesAreOnTheWayAndAReceiptLetsTheNextGo() {
    for (int i = 0; i < 10; i++) {
      spool.add(Samples.GO1.episode("e" + i, 1));
    }
    sender.advance();
    assertThat(sent).extracting(EpisodePiece::episodeId).containsOnly("e0", "e1", "e2", "e3");
    sent.clear();
    receipt("e2", true);
    assertThat(sent).extracting(EpisodePiece::episodeId).containsOnly("e4");
  }

  @Test
  void aNewConnectionSendsWhatWasOnTheWayAtOnce() {
    spool.add(Samples.GO1.episode("a", 1));
    sender.advance();
    sent.clear();
    sender.connected();
    assertThat(sent).extracting(EpisodePiece::episodeId).contains("a");
  }

  @Test
  void aRefusedEpisodeIsSentAgainAndGivenUpAfterSomeRefusals() {
    spool.add(Samples.GO1.episode("a", 1));
    spool.add(Samples.GO1.episode("b", 1));
    sender.advance();
    for (int i = 1; i < EpisodeSender.MAX_REFUSALS; i++) {
      assertThat(receipt("a", false)).isNull();
      sent.clear();
      now += 1_000_000_000L;
      sender.advance();
      assertThat(sent).extracting(EpisodePiece::episodeId).contains("a");
    }
    assertThat(receipt("a", false)).contains("episode a refused 5 times: wrong");
    assertThat(spool.waiting()).containsExactly("b");
    assertThat(folder.resolve("quarantine")).isNotEmptyDirectory();
  }

  @Test
  void aReceiptForOtherBytesIsIgnored() {
    spool.add(Samples.GO1.episode("a", 1));
    sender.advance();
    sender.receipt(new EpisodeReceipt("a", new byte[32], true, ""));
    assertThat(spool.size()).isOne();
  }

  private String receipt(String id, boolean accepted) {
    return sender.receipt(
        new EpisodeReceipt(id, spool.digest(id), accepted, accepted ? "" : "wrong"));
  }
}
