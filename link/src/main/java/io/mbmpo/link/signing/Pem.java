package io.mbmpo.link.signing;

import io.mbmpo.link.LinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** PEM text (RFC 7468) of keys. */
public final class Pem {
  public static final String PRIVATE = "PRIVATE KEY";
  public static final String PUBLIC = "PUBLIC KEY";

  private static final int MAX_BYTES = 16 << 10;
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** One block, base64 in lines of 64. */
  public static String block(String label, byte[] der) {
    return begin(label) + "\n" + LINES.encodeToString(der) + "\n" + end(label) + "\n";
  }

  /**
   * The file's text.
   *
   * @throws LinkException when the file cannot be read or is too large for a key
   */
  public static String read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new LinkException(file + " is too large for a key file; replace it");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new LinkException("cannot read key file " + file + ": " + e, e);
    }
  }

  /**
   * The first block of the label.
   *
   * @throws LinkException naming the file when the block is missing or damaged
   */
  public static byte[] find(Path file, String text, String label) {
    int begin = text.indexOf(begin(label));
    int end = text.indexOf(end(label));
    if (begin < 0 || end < begin) {
      throw new LinkException(
          file + " holds no '" + begin(label) + "' block; restore the file or make a new key pair");
    }
    String body = text.substring(begin + begin(label).length(), end).replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new LinkException(
          file + " is damaged: its " + label + " block is not base64; restore the file", e);
    }
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
