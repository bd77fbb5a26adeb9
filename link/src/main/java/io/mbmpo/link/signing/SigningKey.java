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
import java.util.HexFormat;

/**
 * The learner's Ed25519 key (RFC 8032): whoever holds it can move the robot, so its file is for its
 * owner only. Thread-safe; not for the control thread.
 */
public final class SigningKey {
  /** Private (PKCS#8) and public (X.509) key, PEM, mode 0600. */
  public static final String KEY_FILE = "learner-ed25519.key";

  /** Folder of public keys beside it, as {@link TrustedKeys} reads them. */
  public static final String TRUSTED_FOLDER = "trusted";

  /** Folder of public keys whose private halves are in wrong hands, beside the trusted ones. */
  public static final String REVOKED_FOLDER = "revoked";

  private static final String PUBLIC_ENDING = ".pub";

  private final PrivateKey key;
  private final PublicKey publicKey;
  private final byte[] id;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
    this.id = idOf(publicKey);
  }

  /**
   * Loads the key, or makes a pair on the first run: {@code learner-ed25519.key} and {@code
   * trusted/<id>.pub}. Copy the latter to the robot.
   *
   * @throws LinkException naming the file when it is readable by others, damaged, or cannot be
   *     written
   */
  public static SigningKey loadOrCreate(Path folder) {
    return Files.exists(folder.resolve(KEY_FILE)) ? load(folder) : create(folder);
  }

  /** Hexadecimal name, 16 digits: the start of the SHA-256 of the public key. */
  public String id() {
    return HexFormat.of().formatHex(id);
  }

  /** File name of a public key. */
  public static String publicFile(String id) {
    return id + PUBLIC_ENDING;
  }

  /**
   * Writes the public key into a folder of trusted ones.
   *
   * @throws LinkException naming the folder when it cannot be written
   */
  public void trustIn(Path trusted) {
    try {
      Path file = Files.createDirectories(trusted).resolve(publicFile(id()));
      DurableFiles.write(file, ascii(Pem.block(Pem.PUBLIC, publicKey.getEncoded())));
    } catch (IOException e) {
      throw new LinkException("cannot write public key " + id() + " into " + trusted + ": " + e, e);
    }
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

  /**
   * Makes a new pair in the place of the one that is there, if any; the public half of the former
   * stays among the trusted.
   *
   * @throws LinkException naming the folder when it cannot be written
   */
  public static SigningKey create(Path folder) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      SigningKey made = new SigningKey(pair.getPrivate(), pair.getPublic());
      // The public key first: were the power cut in between, the next start makes a whole new pair.
      made.trustIn(folder.resolve(TRUSTED_FOLDER));
      String both =
          Pem.block(Pem.PRIVATE, pair.getPrivate().getEncoded())
              + Pem.block(Pem.PUBLIC, pair.getPublic().getEncoded());
      DurableFiles.write(folder.resolve(KEY_FILE), ascii(both), OwnerOnly.attribute());
      return made;
    } catch (IOException e) {
      throw new LinkException("cannot write the signing key into " + folder + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new LinkException("this Java has no Ed25519: " + e, e);
    }
  }

  /**
   * Loads the key that {@link #create} made in the folder.
   *
   * @throws LinkException naming the file when it is missing, readable by others, or damaged
   */
  public static SigningKey load(Path folder) {
    Path file = folder.resolve(KEY_FILE);
    try {
      if (!Files.exists(file)) {
        throw new LinkException("no signing key: " + file + " is missing");
      }
      OwnerOnly.require(file, "signing key", "can move the robot");
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
