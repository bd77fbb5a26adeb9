package io.mbmpo.controller.rollout;

import io.mbmpo.link.PolicySnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * {@link AcceptedState} on disk: written aside, synced and renamed, so that the file is always one
 * state or the next. It ends with the SHA-256 of what stands before. It is the controller's own
 * memory, as trustworthy as the program beside it; what is read from it passes {@link SnapshotGate}
 * again.
 */
final class AcceptedFile {
  private static final int MAGIC = 0x4d424731;
  private static final int DIGEST_BYTES = 32;
  private static final int MAX_ARRAY = 1 << 20;

  private final Path file;

  AcceptedFile(Path folder) {
    file = folder.resolve("accepted.state");
  }

  /**
   * The state kept; {@link AcceptedState#NOTHING} when there is no file.
   *
   * @throws UncheckedIOException when the file cannot be read or is damaged
   */
  AcceptedState load() {
    if (!Files.exists(file)) {
      return AcceptedState.NOTHING;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      int length = Math.max(0, bytes.length - DIGEST_BYTES);
      byte[] content = Arrays.copyOf(bytes, length);
      if (!MessageDigest.isEqual(
          sha256(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
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
    write(state, new DataOutputStream(bytes));
    byte[] content = bytes.toByteArray();
    bytes.write(sha256(content));
    Files.createDirectories(file.getParent());
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(AcceptedState state, DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeLong(state.snapshotFloor());
    out.writeLong(state.planFloor());
    PolicySnapshot s = state.lastGood();
    out.writeBoolean(s != null);
    if (s != null) {
      out.writeUTF(state.lastGoodDigest());
      out.writeUTF(s.runId());
      out.writeUTF(s.robot());
      out.writeUTF(s.configHash());
      out.writeLong(s.version());
      out.writeInt(s.iteration());
      out.writeUTF(s.role().name());
      out.writeInt(s.task());
      out.writeInt(s.layerSizes().length);
      for (int size : s.layerSizes()) {
        out.writeInt(size);
      }
      floats(out, s.parameters());
      floats(out, s.observationCenter());
      floats(out, s.observationScale());
      floats(out, s.actionCenterRad());
      floats(out, s.actionScaleRad());
    }
    out.flush();
  }

  private static AcceptedState read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a file of this kind");
    }
    long snapshotFloor = in.readLong();
    long planFloor = in.readLong();
    if (!in.readBoolean()) {
      return new AcceptedState(snapshotFloor, planFloor, null, "");
    }
    String digest = in.readUTF();
    PolicySnapshot snapshot =
        new PolicySnapshot(
            in.readUTF(),
            in.readUTF(),
            in.readUTF(),
            in.readLong(),
            in.readInt(),
            role(in.readUTF()),
            in.readInt(),
            ints(in),
            floats(in),
            floats(in),
            floats(in),
            floats(in),
            floats(in));
    return new AcceptedState(snapshotFloor, planFloor, snapshot, digest);
  }

  private static PolicySnapshot.Role role(String name) throws IOException {
    for (PolicySnapshot.Role role : PolicySnapshot.Role.values()) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    throw new IOException("role " + name);
  }

  private static int[] ints(DataInputStream in) throws IOException {
    int[] values = new int[length(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  private static void floats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[length(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_ARRAY) {
      throw new IOException("array of " + length);
    }
    return length;
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
