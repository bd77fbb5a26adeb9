package io.mbmpo.link.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.Samples;
import io.mbmpo.link.wire.EpisodeMessage;
import io.mbmpo.link.wire.PolicySnapshotMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class WireCodecTest {
  private static final byte[] DIGEST = Digest.of(new byte[] {1});

  @Test
  void everyMessageComesBackAsItWentOut() {
    assertThat(WireCodec.decodeSnapshot(WireCodec.encode(Samples.GO1.snapshot(2, 1))))
        .usingRecursiveComparison()
        .isEqualTo(Samples.GO1.snapshot(2, 1));
    assertThat(WireCodec.decodePlan(WireCodec.encode(Samples.GO1.plan(2))))
        .isEqualTo(Samples.GO1.plan(2));
    assertThat(WireCodec.decodeEpisode(WireCodec.encode(Samples.GO1.episode("e", 7))))
        .usingRecursiveComparison()
        .isEqualTo(Samples.GO1.episode("e", 7));
    assertThat(WireCodec.decodeStatus(WireCodec.encode(Samples.GO1.status(3))))
        .isEqualTo(Samples.GO1.status(3));
    assertThat(WireCodec.decodeReport(WireCodec.encode(Samples.GO1.report(3))))
        .usingRecursiveComparison()
        .isEqualTo(Samples.GO1.report(3));
    assertThat(WireCodec.decodeProgress(WireCodec.encode(Samples.GO1.progress())))
        .isEqualTo(Samples.GO1.progress());
  }

  @Test
  void anEpisodeThatEndedBeforeItsFirstActionIsAllowed() {
    Episode none = Samples.GO1.episode("e", 0);
    assertThat(WireCodec.decodeEpisode(WireCodec.encode(none)).length()).isZero();
  }

  @Test
  void whateverTheBytesDecodingOnlyEverThrowsALinkException() {
    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // a list of pairs, nothing is looked up
    Map<byte[], Function<byte[], ?>> decoders = new LinkedHashMap<>();
    decoders.put(WireCodec.encode(Samples.GO1.snapshot(2, 1)), WireCodec::decodeSnapshot);
    decoders.put(WireCodec.encode(Samples.GO1.plan(2)), WireCodec::decodePlan);
    decoders.put(WireCodec.encode(Samples.GO1.episode("e", 3)), WireCodec::decodeEpisode);
    decoders.put(WireCodec.encode(Samples.GO1.status(1)), WireCodec::decodeStatus);
    decoders.put(WireCodec.encode(Samples.GO1.report(1)), WireCodec::decodeReport);
    decoders.put(WireCodec.encode(Samples.GO1.progress()), WireCodec::decodeProgress);
    decoders.put(
        WireCodec.encode(new EpisodePiece("e", DIGEST, 0, 1, new byte[20])),
        WireCodec::decodePiece);
    decoders.put(
        WireCodec.encode(new EpisodeReceipt("e", DIGEST, false, "no")), WireCodec::decodeReceipt);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      for (Map.Entry<byte[], Function<byte[], ?>> entry : decoders.entrySet()) {
        byte[] bytes = mutated(entry.getKey(), random);
        try {
          assertThat(entry.getValue().apply(bytes)).isNotNull();
        } catch (LinkException e) {
          refused++;
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void everyMissingOrInconsistentSnapshotFieldIsNamed() throws Exception {
    PolicySnapshotMessage good =
        PolicySnapshotMessage.parseFrom(WireCodec.encode(Samples.GO1.snapshot(2, 1)));
    refusedSnapshot(good.toBuilder().clearRunId(), "snapshot.run_id");
    refusedSnapshot(good.toBuilder().setRobot("go1/#"), "snapshot.robot is 'go1/#'");
    refusedSnapshot(good.toBuilder().setVersion(0), "snapshot.version is 0");
    refusedSnapshot(good.toBuilder().setVersion(-1), "snapshot.version is -1");
    refusedSnapshot(good.toBuilder().setRoleValue(9), "snapshot.role is 9");
    refusedSnapshot(good.toBuilder().setTask(-1), "snapshot.task is -1");
    refusedSnapshot(good.toBuilder().clearLayerSizes(), "snapshot.layer_sizes");
    refusedSnapshot(good.toBuilder().setLayerSizes(1, 0), "snapshot.layer_sizes[1] is 0");
    refusedSnapshot(
        good.toBuilder().setLayerSizes(1, 4096).setLayerSizes(2, 4096), "snapshot.parameters");
    refusedSnapshot(good.toBuilder().addParameters(1), "snapshot.parameters: number");
    refusedSnapshot(good.toBuilder().setParameters(5, Float.NaN), "snapshot.parameters[5] is NaN");
    refusedSnapshot(good.toBuilder().clearActionScale(), "snapshot.action_scale");
  }

  @Test
  void everyInconsistentEpisodeFieldIsNamed() throws Exception {
    EpisodeMessage good = EpisodeMessage.parseFrom(WireCodec.encode(Samples.GO1.episode("e", 3)));
    refusedEpisode(good.toBuilder().addActions(1), "episode.actions: number is 37");
    refusedEpisode(good.toBuilder().addObservations(1), "episode.observations: number");
    refusedEpisode(good.toBuilder().setActionSize(0), "episode.action_size is 0");
    refusedEpisode(
        good.toBuilder().setObservations(2, Float.POSITIVE_INFINITY),
        "episode.observations[2] is Infinity");
    refusedEpisode(good.toBuilder().setPolicyPeriod(0), "episode.policy_period");
    refusedEpisode(good.toBuilder().setEpisodeId("a b"), "episode.episode_id is 'a b'");
  }

  @Test
  void aMistakeIsToldToTheSenderAlready() {
    PolicySnapshot s = Samples.GO1.snapshot(2, 1);
    s.parameters()[3] = Float.NaN;
    assertThatThrownBy(() -> WireCodec.encode(s))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("snapshot.parameters[3] is NaN");
  }

  private static void refusedSnapshot(PolicySnapshotMessage.Builder message, String named) {
    assertThatThrownBy(() -> WireCodec.decodeSnapshot(message.build().toByteArray()))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(named);
  }

  private static void refusedEpisode(EpisodeMessage.Builder message, String named) {
    assertThatThrownBy(() -> WireCodec.decodeEpisode(message.build().toByteArray()))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(named);
  }

  /** Flipped, cut, repeated or replaced by noise. */
  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(Math.min(bytes.length, 200))] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int extra = random.nextInt(Math.min(64, bytes.length - from) + 1);
        bytes = Arrays.copyOf(bytes, bytes.length + extra);
        System.arraycopy(bytes, from, bytes, bytes.length - extra, extra);
      }
      default -> {
        bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
      }
    }
    return bytes;
  }
}
