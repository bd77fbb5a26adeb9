package io.mbmpo.link.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.wire.Signed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningTest {
  private static final byte[] PAYLOAD = "weights".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void theKeyOfTheFirstRunIsTheKeyOfTheNextAndOnlyItsOwnerCanReadIt() throws Exception {
    byte[] first = SigningKey.loadOrCreate(folder).sign(SignedType.ROLLOUT_PLAN, PAYLOAD);
    byte[] second = SigningKey.loadOrCreate(folder).sign(SignedType.ROLLOUT_PLAN, PAYLOAD);
    assertThat(second).isEqualTo(first);
    assertThat(trusted().verify(SignedType.ROLLOUT_PLAN, second)).isEqualTo(PAYLOAD);
    Path file = folder.resolve(SigningKey.KEY_FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyFileOpenToOthersIsRefused() throws Exception {
    SigningKey.loadOrCreate(folder);
    Path file = folder.resolve(SigningKey.KEY_FILE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SigningKey.loadOrCreate(folder))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aDamagedKeyFileIsNamed() throws Exception {
    SigningKey.loadOrCreate(folder);
    Path file = folder.resolve(SigningKey.KEY_FILE);
    String good = Files.readString(file);
    for (String bad :
        new String[] {
          "", "garbage", good.substring(0, 60), good.replace("MC4CAQ", "MC4CAA"), "\0\1\2"
        }) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> SigningKey.loadOrCreate(folder))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aPrivateKeyBesideAnotherPublicKeyIsRefused(@TempDir Path other) throws Exception {
    SigningKey.loadOrCreate(folder);
    SigningKey.loadOrCreate(other);
    Path file = folder.resolve(SigningKey.KEY_FILE);
    String mine = Files.readString(file);
    String theirs = Files.readString(other.resolve(SigningKey.KEY_FILE));
    int split = mine.indexOf("-----BEGIN PUBLIC");
    Files.writeString(file, mine.substring(0, split) + theirs.substring(split));
    assertThatThrownBy(() -> SigningKey.loadOrCreate(folder)).isInstanceOf(LinkException.class);
  }

  @Test
  void anEmptyTrustFolderAndADamagedPublicKeyAreNamed(@TempDir Path empty) throws Exception {
    assertThatThrownBy(() -> TrustedKeys.load(empty))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("no trusted key")
        .hasMessageContaining(empty.toString());
    Path file = Files.writeString(empty.resolve("x.pub"), "garbage");
    assertThatThrownBy(() -> TrustedKeys.load(empty))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void anotherKeyIsNotTrusted(@TempDir Path other) {
    SigningKey.loadOrCreate(folder);
    byte[] foreign = SigningKey.loadOrCreate(other).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, foreign))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("is not trusted");
  }

  @Test
  void aKeyExchangedForAnotherCountsUntilItIsRevokedAndNeverAgainThen() {
    SigningKey former = SigningKey.create(folder);
    byte[] old = former.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    SigningKey current = SigningKey.create(folder);
    byte[] fresh = current.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    assertThat(SigningKey.load(folder).id()).isEqualTo(current.id());
    assertThat(trusted().ids()).containsExactlyInAnyOrder(former.id(), current.id());
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, old)).isEqualTo(PAYLOAD);

    former.trustIn(folder.resolve(SigningKey.REVOKED_FOLDER)); // and it is still among the trusted
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, fresh)).isEqualTo(PAYLOAD);
    assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, old))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("signing key " + former.id() + " was revoked");

    current.trustIn(folder.resolve(SigningKey.REVOKED_FOLDER));
    assertThatThrownBy(this::trusted)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("no trusted key");
  }

  @Test
  void aForeignSignatureUnderATrustedKeysNameDoesNotPass(@TempDir Path other) throws Exception {
    Signed mine =
        Signed.parseFrom(SigningKey.loadOrCreate(folder).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD));
    Signed foreign =
        Signed.parseFrom(SigningKey.loadOrCreate(other).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD));
    byte[] disguised = foreign.toBuilder().setKeyId(mine.getKeyId()).build().toByteArray();
    assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, disguised))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("does not match");
  }

  @Test
  void aSnapshotCannotPassForAPlan() throws Exception {
    byte[] snapshot = SigningKey.loadOrCreate(folder).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    assertThatThrownBy(() -> trusted().verify(SignedType.ROLLOUT_PLAN, snapshot))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("no RolloutPlan");
    byte[] renamed =
        Signed.parseFrom(snapshot).toBuilder().setType("RolloutPlan").build().toByteArray();
    assertThatThrownBy(() -> trusted().verify(SignedType.ROLLOUT_PLAN, renamed))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("does not match");
  }

  @Test
  void noSingleFlippedBitOfTheEnvelopeYieldsAnotherPayload() {
    byte[] good = SigningKey.loadOrCreate(folder).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    TrustedKeys keys = trusted();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertThat(keys.verify(SignedType.POLICY_SNAPSHOT, bad)).isEqualTo(PAYLOAD);
      } catch (LinkException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void noiseForASignatureIsRefused() throws Exception {
    byte[] good = SigningKey.loadOrCreate(folder).sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    Signed signed = Signed.parseFrom(good);
    Random random = new Random(1);
    for (int length : new int[] {0, 1, 63, 64, 65, 1000}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      byte[] bad =
          signed.toBuilder().setSignature(ByteString.copyFrom(noise)).build().toByteArray();
      assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, bad))
          .isInstanceOf(LinkException.class);
    }
  }

  private TrustedKeys trusted() {
    return TrustedKeys.load(folder.resolve(SigningKey.TRUSTED_FOLDER));
  }
}
