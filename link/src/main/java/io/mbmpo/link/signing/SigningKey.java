package io.mbmpo.link.signing;

import com.google.protobuf.ByteString;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.spool.DurableFiles;
import io.mbmpo.link.wire.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;

/**
 * The learner's Ed25519 key (RFC 8032): whoever holds it can move the robot, so its file is for its
 * owner only. Thread-safe; not for the control thread.
 */
public final class SigningKey {
  /** Private (PKCS#8) and public (X.509) key, PEM, mode 0600. */
  public static final String KEY_FILE = "learner-ed25519.key";

  /** Folder of public keys beside it, as {@link TrustedKeys} reads them. */
  public static final String TRUSTED_FOLDER = "trusted";

  private static final String PUBLIC_FILE = "learner-ed25519.pub";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final PrivateKey key;
  private final byte[] id;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.id = idOf(publicKey);
  }

  /**
   * Loads the key, or makes a pair on the first run: {@code learner-ed25519.key} and {@code
   * trusted/learner-ed25519.pub}. Copy the latter to the robot.
   *
   * @throws LinkException naming the file when it is readable by others, damaged, or cannot be
   *     written
   */
  public static SigningKey loadOrCreate(Path folder) {
    Path file = folder.resolve(KEY_FILE);
    return Files.exists(file) ? load(file) : create(folder, file);
  }

  /** The payload in a signed envelope, serialized. The same payload gives the same bytes. */
  public byte[] sign(SignedType type, byte[] payload) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(signedBytes(type.wireName(), payload));
      return Signed.newBuilder()
          .setType(type.wireName())
          .setPayload(ByteString.copyFrom(payload))
          .setKeyId(ByteString.copyFrom(id))
          .setSignature(ByteString.copyFrom(signer.sign()))
          .build()
          .toByteArray();
    } catch (GeneralSecurityException e) {
      throw new LinkException("cannot sign a " + type.wireName() + ": " + e, e);
    }
  }

  /** Domain separation: what is signed for one type can never pass for another. */
  static byte[] signedBytes(String type, byte[] payload) {
    byte[] name = type.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(name, name.length + 1 + payload.length);
    System.arraycopy(payload, 0, all, name.length + 1, payload.length);
    return all;
  }

  /** First 8 bytes of SHA-256 of the X.509 encoding. */
  static byte[] idOf(PublicKey key) {
    return Arrays.copyOf(Digest.of(key.getEncoded()), 8);
  }

  private static SigningKey create(Path folder, Path file) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Path trusted = Files.createDirectories(folder.resolve(TRUSTED_FOLDER));
      String publicPem = Pem.block(Pem.PUBLIC, pair.getPublic().getEncoded());
      String privatePem = Pem.block(Pem.PRIVATE, pair.getPrivate().getEncoded());
      // The public key first: were the power cut in between, the next start makes a whole new pair.
      DurableFiles.write(trusted.resolve(PUBLIC_FILE), ascii(publicPem));
      DurableFiles.write(
          file, ascii(privatePem + publicPem), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (IOException e) {
      throw new LinkException("cannot write the signing key into " + folder + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new LinkException("this Java has no Ed25519: " + e, e);
    }
  }

  private static SigningKey load(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new LinkException(
            "signing key %s is open to others (%s); whoever reads it can move the robot: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(permissions), file));
      }
      String text = Pem.read(file);
      KeyFactory keys = KeyFactory.getInstance("Ed25519");
      PrivateKey key =
          keys.generatePrivate(new PKCS8EncodedKeySpec(Pem.find(file, text, Pem.PRIVATE)));
      PublicKey publicKey =
          keys.generatePublic(new X509EncodedKeySpec(Pem.find(file, text, Pem.PUBLIC)));
      SigningKey loaded = new SigningKey(key, publicKey);
      byte[] probe = loaded.sign(SignedType.POLICY_SNAPSHOT, new byte[] {1});
      TrustedKeys.of(publicKey).verify(SignedType.POLICY_SNAPSHOT, probe);
      return loaded;
    } catch (IOException e) {
      throw new LinkException("cannot read signing key " + file + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new LinkException(
          file
              + " is not an Ed25519 key ("
              + e.getMessage()
              + "); restore it, or delete it to make"
              + " a new pair",
          e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
