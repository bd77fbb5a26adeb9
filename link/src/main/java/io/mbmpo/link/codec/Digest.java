package io.mbmpo.link.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as every digest of the link. Any thread but the control thread. */
public final class Digest {
  /** Bytes of a digest. */
  public static final int BYTES = 32;

  private Digest() {}

  /** SHA-256 of the parts, one after the other. */
  public static byte[] of(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** First eight bytes in hex, for people. */
  public static String brief(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, Math.min(8, digest.length));
  }
}
