package io.mbmpo.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.SignedInbox;
import io.mbmpo.link.mqtt.Topics;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.wire.PolicySnapshotMessage;
import io.mbmpo.link.wire.Signed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand snapshots that must not reach the motors, as they come off the wire: damaged,
 * unsigned, signed by others, and, worst, signed by the trusted learner but wrong inside.
 */
class MalformedSnapshotsTest {
  private static final int MESSAGES = 10_000;
  private static final Topics TOPICS = new Topics("go1");
  private static final long VERSION = Bench.version(5, 3);
  private static final PolicySnapshot GOOD = Bench.snapshot(VERSION);
  private static final byte[] PAYLOAD = WireCodec.encode(GOOD);

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(20261124);
  private final FakeLink link = new FakeLink();
  private final ConditionFlags flags = new ConditionFlags();
  private RolloutService service;
  private SignedInbox inbox;
  private SigningKey learner;
  private SigningKey stranger;
  private byte[] envelope;

  /** One way to spoil a snapshot. */
  @SuppressWarnings("ImmutableEnumChecker") // the lambdas keep nothing
  private enum Harm {
    FLIPPED_BITS((test, n) -> test.flipped(test.envelope)),
    CUT_OFF((test, n) -> Arrays.copyOf(test.envelope, test.random.nextInt(test.envelope.length))),
    SPLICED((test, n) -> test.spliced(test.envelope)),
    NOISE((test, n) -> test.noise()),
    UNSIGNED((test, n) -> PAYLOAD),
    STRANGERS_KEY((test, n) -> test.stranger.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD)),
    STRANGER_AS_LEARNER((test, n) -> test.asLearner()),
    OTHER_TYPE((test, n) -> test.learner.sign(SignedType.ROLLOUT_PLAN, PAYLOAD)),
    SIGNED_NOISE((test, n) -> test.sign(test.noise())),
    SIGNED_FLIPPED((test, n) -> test.sign(test.flippedWeights())),
    OTHER_ROBOT((test, n) -> test.sign(message().setRobot("go" + (n + 2)))),
    OTHER_CONFIGURATION((test, n) -> test.sign(message().setConfigHash("hash-" + n))),
    OLD_VERSION((test, n) -> test.sign(message().setVersion(Bench.version(n % 5, 3)))),
    LAYERS((test, n) -> test.sign(test.otherLayers())),
    NOT_A_NUMBER((test, n) -> test.sign(test.oneWeight(n % 2 == 0 ? Float.NaN : 1f / 0f))),
    TOO_FEW_WEIGHTS((test, n) -> test.sign(test.fewerWeights())),
    HUGE_WEIGHTS((test, n) -> test.sign(test.allWeights(test.random.nextDouble(1e3, 1e30)))),
    WILD_NOISE((test, n) -> test.sign(test.logStd(test.random.nextDouble(2.1, 80)))),
    OTHER_SCALES((test, n) -> test.sign(test.otherScale())),
    OTHER_CENTRES((test, n) -> test.sign(test.otherCentre()));

    private final BiFunction<MalformedSnapshotsTest, Integer, byte[]> make;

    Harm(BiFunction<MalformedSnapshotsTest, Integer, byte[]> make) {
      this.make = make;
    }
  }

  @BeforeEach
  void aRobotThatTrustsTheLearner() {
    learner = SigningKey.loadOrCreate(folder.resolve("learner"));
    stranger = SigningKey.loadOrCreate(folder.resolve("stranger"));
    envelope = sign(PAYLOAD);
    service =
        new RolloutService(
            Bench.CONFIG, Bench.TASK, link, flags, folder.resolve("controller"), () -> 0);
    TrustedKeys trusted =
        TrustedKeys.load(folder.resolve("learner").resolve(SigningKey.TRUSTED_FOLDER));
    inbox = new SignedInbox("go1", trusted, link::report);
    // The plan asks for the snapshot; the newest accepted set is the snapshot's own.
    service.planReceived(
        new RolloutPlan(
            Bench.RUN,
            "go1",
            Bench.version(5, 255),
            5,
            List.of(new Rollout("e", VERSION, Exploration.GAUSSIAN, 1, 10))),
        new byte[32]);
    PolicySnapshot first = Bench.snapshot(Bench.version(5, 0));
    receive(Bench.version(5, 0), sign(WireCodec.encode(first)));
    assertThat(link.lastReport()).startsWith("STAGED");
    link.reports.clear();
  }

  @Test
  void tenThousandMalformedSnapshotsAreAllRefusedWithAReasonAndNoneRuns() {
    List<String> wrong = new ArrayList<>();
    for (int n = 0; n < MESSAGES; n++) {
      Harm harm = Harm.values()[n % Harm.values().length];
      receive(VERSION, harm.make.apply(this, n));
      SnapshotReport report = link.reports.get(link.reports.size() - 1);
      if (link.reports.size() != n + 1
          || report.outcome() != Outcome.REFUSED
          || report.reason().isBlank()
          || service.next().isPresent()) {
        wrong.add(harm + " in message " + n + ": " + link.lastReport());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(service.next()).isEmpty();
    assertThat(service.state()).isEqualTo("waiting for snapshot 5.3");
    assertThat(link.reports).extracting(SnapshotReport::outcome).containsOnly(Outcome.REFUSED);

    receive(VERSION, envelope);
    assertThat(link.lastReport()).startsWith("STAGED");
    assertThat(flags.bits() & Condition.SNAPSHOT_REJECTED.bit()).isZero();
    assertThat(service.next().orElseThrow().snapshotVersion()).isEqualTo(VERSION);
  }

  @Test
  void aGoodSnapshotInAnotherSlotsTopicIsRefused() {
    receive(VERSION + 1, envelope);
    assertThat(link.lastReport()).startsWith("REFUSED").contains("in a wrong slot");
    assertThat(service.next()).isEmpty();
  }

  private void receive(long slotOf, byte[] message) {
    inbox.received(TOPICS.snapshot(slotOf), message, service);
  }

  private byte[] sign(byte[] payload) {
    return learner.sign(SignedType.POLICY_SNAPSHOT, payload);
  }

  private byte[] sign(PolicySnapshotMessage.Builder message) {
    return sign(message.build().toByteArray());
  }

  private byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    int first = random.nextInt(8 * copy.length);
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      int bit = (first + i * 7919) % (8 * copy.length); // never the same one twice
      copy[bit / 8] ^= (byte) (1 << bit % 8);
    }
    return copy;
  }

  /** A sign, exponent or whatever else of weights, until one is beyond belief. */
  private byte[] flippedWeights() {
    PolicySnapshotMessage.Builder m = message();
    int at = random.nextInt(m.getParametersCount());
    return m.setParameters(at, Float.intBitsToFloat(0x7f800000 | random.nextInt(1 << 23)))
        .build()
        .toByteArray();
  }

  private byte[] spliced(byte[] bytes) {
    byte[] copy = bytes.clone();
    int length = 1 + random.nextInt(64);
    int to = random.nextInt(copy.length - length);
    for (int i = 0; i < length; i++) {
      copy[to + i] = (byte) ~bytes[to + i];
    }
    return copy;
  }

  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(8000)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** The learner's name under a stranger's signature. */
  private byte[] asLearner() {
    try {
      byte[] other = stranger.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
      ByteString signature = Signed.parseFrom(other).getSignature();
      return Signed.parseFrom(envelope).toBuilder().setSignature(signature).build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static PolicySnapshotMessage.Builder message() {
    try {
      return PolicySnapshotMessage.parseFrom(PAYLOAD).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private PolicySnapshotMessage.Builder otherLayers() {
    PolicySnapshotMessage.Builder m = message();
    int layer = random.nextInt(m.getLayerSizesCount());
    int[] sizes = {0, -1, 1, 33, 4097, Integer.MAX_VALUE, Integer.MIN_VALUE};
    return m.setLayerSizes(layer, sizes[random.nextInt(sizes.length)]);
  }

  private PolicySnapshotMessage.Builder oneWeight(float value) {
    PolicySnapshotMessage.Builder m = message();
    return m.setParameters(random.nextInt(m.getParametersCount()), value);
  }

  private PolicySnapshotMessage.Builder fewerWeights() {
    PolicySnapshotMessage.Builder m = message();
    int left = random.nextInt(m.getParametersCount());
    List<Float> some = List.copyOf(m.getParametersList().subList(0, left));
    return m.clearParameters().addAllParameters(some);
  }

  /** All weights but the noise's; a network of equal weights saturates to a large action. */
  private PolicySnapshotMessage.Builder allWeights(double value) {
    PolicySnapshotMessage.Builder m = message();
    for (int i = 0; i < m.getParametersCount() - Bench.TASK.actionSize(); i++) {
      m.setParameters(i, (float) value);
    }
    return m;
  }

  private PolicySnapshotMessage.Builder logStd(double size) {
    PolicySnapshotMessage.Builder m = message();
    int joint = 1 + random.nextInt(Bench.TASK.actionSize());
    float value = (float) (random.nextBoolean() ? size : -10 - size);
    return m.setParameters(m.getParametersCount() - joint, value);
  }

  private PolicySnapshotMessage.Builder otherScale() {
    PolicySnapshotMessage.Builder m = message();
    int joint = random.nextInt(m.getActionScaleCount());
    return m.setActionScale(joint, (float) (m.getActionScale(joint) + random.nextDouble(0.01, 3)));
  }

  private PolicySnapshotMessage.Builder otherCentre() {
    PolicySnapshotMessage.Builder m = message();
    int joint = random.nextInt(m.getActionCenterCount());
    return m.setActionCenter(
        joint, (float) (m.getActionCenter(joint) - random.nextDouble(0.01, 1)));
  }
}
