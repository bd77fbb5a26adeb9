package io.mbmpo.link.signing;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.codec.WireRules;
import io.mbmpo.link.wire.Signed;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Public keys whose owners may move the robot, and those whose owners no longer may: revoked beats
 * trusted. While a key is exchanged for another both are trusted. Immutable, thread-safe; not for
 * the control thread.
 */
public final class TrustedKeys {
  private final Map<String, PublicKey> byId;
  private final Set<String> revoked;

  private TrustedKeys(Map<String, PublicKey> byId, Set<String> revoked) {
    this.byId = Map.copyOf(byId);
    this.revoked = Set.copyOf(revoked);
  }

  /**
   * Reads every {@code *.pub} (X.509 PEM) of the folder and of {@code revoked/} beside it.
   *
   * @throws LinkException when none is trusted, or one is not an Ed25519 key
   */
  public static TrustedKeys load(Path folder) {
    Map<String, PublicKey> keys = readAll(folder);
    Set<String> revoked =
        readAll(folder.toAbsolutePath().resolveSibling(SigningKey.REVOKED_FOLDER)).keySet();
    keys.keySet().removeAll(revoked);
    if (keys.isEmpty()) {
      throw new LinkException(
          "no trusted key (*.pub) in "
              + folder
              + "; start the learner once, then copy its trusted/*.pub there");
    }
    return new TrustedKeys(keys, revoked);
  }

  static TrustedKeys of(PublicKey key) {
    return new TrustedKeys(Map.of(HexFormat.of().formatHex(SigningKey.idOf(key)), key), Set.of());
  }

  /** Ids of the keys that count. */
  public Set<String> ids() {
    return byId.keySet();
  }

  private static Map<String, PublicKey> readAll(Path folder) {
    Map<String, PublicKey> keys = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return keys;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
      for (Path file : files) {
        PublicKey key = read(file);
        keys.put(HexFormat.of().formatHex(SigningKey.idOf(key)), key);
      }
      return keys;
    } catch (IOException e) {
      throw new LinkException("cannot read public keys in " + folder + ": " + e, e);
    }
  }

  /**
   * The payload of a signed envelope, if its type is the one expected and a trusted key vouches for
   * it.
   *
   * @throws LinkException with the reason why not
   */
  public byte[] verify(SignedType expected, byte[] envelope) {
    Signed signed =
        WireCodec.parse(
            "signed envelope", Signed.parser(), envelope, WireRules.MAX_MESSAGE_BYTES + 1024);
    if (!signed.getType().equals(expected.wireName())) {
      throw new LinkException(
          "signed message is no " + expected.wireName() + " but of another type");
    }
    String id = HexFormat.of().formatHex(signed.getKeyId().toByteArray());
    PublicKey key = byId.get(id);
    if (revoked.contains(id)) {
      throw new LinkException(
          ("signing key %s was revoked; the learner must sign with one of %s: give it its new keys"
                  + " and start it again")
              .formatted(id, byId.keySet()));
    }
    if (key == null) {
      throw new LinkException(
          "key %s is not trusted; trusted are %s"
              .formatted(id.substring(0, Math.min(16, id.length())), byId.keySet()));
    }
    byte[] payload = signed.getPayload().toByteArray();
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(SigningKey.signedBytes(expected.wireName(), payload));
      if (verifier.verify(signed.getSignature().toByteArray())) {
        return payload;
      }
    } catch (GeneralSecurityException e) {
      throw new LinkException("signature of key " + id + " is malformed: " + e.getMessage(), e);
    }
    throw new LinkException("signature of key " + id + " does not match the message");
  }

  private static PublicKey read(Path file) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Pem.find(file, Pem.read(file), Pem.PUBLIC)));
    } catch (GeneralSecurityException e) {
      throw new LinkException(
          file + " is not an Ed25519 public key (" + e.getMessage() + "); remove or replace it", e);
    }
  }
}
