package io.mbmpo.controller.rollout;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.spool.DurableFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link AcceptedState} on disk: written aside, synced and renamed, so that the file is always one
 * state or the next. It ends with the SHA-256 of what stands before. The last good snapshot is kept
 * as the learner signed it, and runs after a restart only if a trusted key still vouches for it; it
 * passes {@link SnapshotGate} again, too.
 */
final class AcceptedFile {
  private static final Logger log = LoggerFactory.getLogger(AcceptedFile.class);
  private static final int MAGIC = 0x4d424732;
  private static final int MAX_SIGNED_BYTES = 16 << 20;

  private final Path file;
  private final Function<byte[], PolicySnapshot> verified;

  /**
   * @param verified the snapshot in a signed message; {@link LinkException} when no trusted key
   *     vouches for it
   */
  AcceptedFile(Path folder, Function<byte[], PolicySnapshot> verified) {
    file = folder.resolve("accepted.state");
    this.verified = verified;
  }

  /**
   * The state kept; {@link AcceptedState#NOTHING} when there is no file. A snapshot that nobody
   * vouches for is dropped, with a warning.
   *
   * @throws UncheckedIOException when the file cannot be read or is damaged
   */
  AcceptedState load() {
    if (!Files.exists(file)) {
      return AcceptedState.NOTHING;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      int length = Math.max(0, bytes.length - Digest.BYTES);
      byte[] content = Arrays.copyOf(bytes, length);
      if (!MessageDigest.isEqual(
          Digest.of(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
        throw new IOException("digest does not match");
      }
      return read(new DataInputStream(new ByteArrayInputStream(content)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              file
                  + " is damaged ("
                  + e.getMessage()
                  + "); delete it to go on without the last good snapshot",
              e));
    }
  }

  /**
   * Replaces the state kept, durably.
   *
   * @throws IOException when the disk does not take it; the old state is still there
   */
  void save(AcceptedState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeLong(state.snapshotFloor());
    out.writeLong(state.planFloor());
    out.writeUTF(state.lastGoodDigest());
    byte[] signed = state.lastGood() == null ? new byte[0] : state.lastGoodSigned();
    out.writeInt(signed.length);
    out.write(signed);
    out.write(Digest.of(bytes.toByteArray()));
    Files.createDirectories(file.getParent());
    DurableFiles.write(file, bytes.toByteArray());
  }

  private AcceptedState read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a file of this kind");
    }
    AcceptedState floors = new AcceptedState(in.readLong(), in.readLong(), null, "", null);
    String digest = in.readUTF();
    int length = in.readInt();
    if (length < 0 || length > MAX_SIGNED_BYTES) {
      throw new IOException("snapshot of " + length + " bytes");
    }
    byte[] signed = new byte[length];
    in.readFully(signed);
    if (length == 0) {
      return floors;
    }
    try {
      return floors.withLastGood(verified.apply(signed), digest, signed);
    } catch (LinkException e) {
      log.warn("last good snapshot in {} dropped: {}", file, e.getMessage());
      return floors;
    }
  }
}
