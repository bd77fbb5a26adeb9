package io.mbmpo.link.mqtt;

import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.EpisodePiece;
import io.mbmpo.link.codec.WireRules;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts episodes together from pieces in any order, repeated or interleaved, in bounded memory: what
 * was begun longest ago is dropped first, since the robot sends it again. Not thread-safe; lives on
 * the link thread.
 */
final class EpisodeAssembler {
  /** What adding a piece led to. */
  sealed interface Outcome permits Incomplete, Complete, Mismatch {}

  record Incomplete() implements Outcome {}

  /** All pieces are there and match the digest. */
  record Complete(byte[] serialized) implements Outcome {}

  /** All pieces are there, but they are not what was digested; they are forgotten. */
  record Mismatch(String reason) implements Outcome {}

  private record Key(String episodeId, ByteBuffer digest) {}

  private static final class Partial {
    private final byte[][] pieces;
    private int missing;
    private long bytes;

    Partial(int count) {
      this.pieces = new byte[count][];
      this.missing = count;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(EpisodeAssembler.class);
  private static final Incomplete INCOMPLETE = new Incomplete();

  private final int maxEpisodes;
  private final long maxBytes;
  private final Map<Key, Partial> partials = new LinkedHashMap<>();
  private long bytes;

  EpisodeAssembler(int maxEpisodes, long maxBytes) {
    this.maxEpisodes = maxEpisodes;
    this.maxBytes = maxBytes;
  }

  Outcome add(EpisodePiece piece) {
    Key key = new Key(piece.episodeId(), ByteBuffer.wrap(piece.digest()));
    Partial partial = partials.get(key);
    if (partial != null && partial.pieces.length != piece.count()) {
      // The same episode cut up otherwise: the robot was restarted with another chunk size.
      forget(key);
      partial = null;
    }
    if (partial == null) {
      partial = new Partial(piece.count());
      partials.put(key, partial);
    }
    if (partial.pieces[piece.index()] == null) {
      partial.pieces[piece.index()] = piece.data();
      partial.missing--;
      partial.bytes += piece.data().length;
      bytes += piece.data().length;
    }
    if (partial.bytes > WireRules.MAX_EPISODE_BYTES) {
      forget(key);
      return new Mismatch("more than " + WireRules.MAX_EPISODE_BYTES + " bytes");
    }
    if (partial.missing > 0) {
      dropOldest(key);
      return INCOMPLETE;
    }
    forget(key);
    ByteArrayOutputStream whole = new ByteArrayOutputStream((int) partial.bytes);
    for (byte[] data : partial.pieces) {
      whole.writeBytes(data);
    }
    byte[] serialized = whole.toByteArray();
    return Arrays.equals(Digest.of(serialized), piece.digest())
        ? new Complete(serialized)
        : new Mismatch(
            "its bytes have digest %s, not %s"
                .formatted(Digest.brief(Digest.of(serialized)), Digest.brief(piece.digest())));
  }

  /** Bytes held. */
  long bytes() {
    return bytes;
  }

  /** Episodes begun. */
  int size() {
    return partials.size();
  }

  private void forget(Key key) {
    Partial gone = partials.remove(key);
    if (gone != null) {
      bytes -= gone.bytes;
    }
  }

  private void dropOldest(Key current) {
    Iterator<Map.Entry<Key, Partial>> oldest = partials.entrySet().iterator();
    while (partials.size() > maxEpisodes || bytes > maxBytes) {
      Map.Entry<Key, Partial> entry = oldest.next();
      if (entry.getKey().equals(current)) {
        if (!oldest.hasNext()) {
          return;
        }
        continue;
      }
      LOG.warn(
          "episode {} is dropped half received; it will come again", entry.getKey().episodeId());
      bytes -= entry.getValue().bytes;
      oldest.remove();
    }
  }
}
