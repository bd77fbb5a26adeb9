package io.mbmpo.learner.checkpoint;

import com.google.common.hash.Hashing;
import io.mbmpo.learner.dynamics.EnsembleState;
import io.mbmpo.learner.dynamics.ModelState;
import io.mbmpo.learner.dynamics.Normalization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A checkpoint's bytes, big-endian: "MBMPOCKP", format version, length of the content, content,
 * SHA-256 of all before. Nothing is read before the digest has matched.
 */
final class CheckpointFormat {
  static final int VERSION = 1;
  private static final byte[] MAGIC = "MBMPOCKP".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Integer.BYTES + Long.BYTES;
  private static final int DIGEST = 32;

  private CheckpointFormat() {}

  static byte[] encode(Checkpoint checkpoint) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      write(out, checkpoint);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    ByteBuffer whole = ByteBuffer.allocate(HEADER + content.size() + DIGEST);
    whole.put(MAGIC).putInt(VERSION).putLong(content.size()).put(content.toByteArray());
    whole.put(digest(whole.array()));
    return whole.array();
  }

  /**
   * @throws IOException saying what is wrong with the bytes
   */
  static Checkpoint decode(byte[] bytes) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER + DIGEST) {
      throw new IOException("it is cut off after %d bytes".formatted(bytes.length));
    }
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("it is not a checkpoint");
    }
    int version = header.getInt(MAGIC.length);
    if (version != VERSION) {
      throw new IOException("its format is %d, this version reads %d".formatted(version, VERSION));
    }
    long length = header.getLong(MAGIC.length + Integer.BYTES);
    if (length != bytes.length - HEADER - DIGEST) {
      throw new IOException(
          "it is cut off or grown: %d bytes instead of %d"
              .formatted(bytes.length, HEADER + length + DIGEST));
    }
    if (!Arrays.equals(
        digest(bytes), Arrays.copyOfRange(bytes, bytes.length - DIGEST, bytes.length))) {
      throw new IOException("its content does not match its digest");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, HEADER, (int) length))) {
      return read(in);
    }
  }

  private static byte[] digest(byte[] whole) {
    return Hashing.sha256().hashBytes(whole, 0, whole.length - DIGEST).asBytes();
  }

  private static void write(DataOutputStream out, Checkpoint checkpoint) throws IOException {
    text(out, checkpoint.runId());
    out.writeLong(checkpoint.runStartSecond());
    out.writeLong(checkpoint.seed());
    text(out, checkpoint.settings());
    text(out, checkpoint.configHash());
    out.writeInt(checkpoint.iteration());
    floats(out, checkpoint.theta());
    EnsembleState ensemble = checkpoint.ensemble();
    out.writeInt(ensemble.layerSizes().size());
    for (int size : ensemble.layerSizes()) {
      out.writeInt(size);
    }
    out.writeInt(ensemble.models().size());
    for (ModelState model : ensemble.models()) {
      floats(out, model.parameters());
      floats(out, model.firstMoments());
      floats(out, model.secondMoments());
      out.writeLong(model.steps());
    }
    out.writeBoolean(ensemble.normalization().isPresent());
    if (ensemble.normalization().isPresent()) {
      Normalization normalization = ensemble.normalization().get();
      floats(out, normalization.inputMean());
      floats(out, normalization.inputStd());
      floats(out, normalization.deltaMean());
      floats(out, normalization.deltaStd());
      floats(out, normalization.low());
      floats(out, normalization.high());
    }
    out.writeInt(checkpoint.adapted().size());
    for (float[] adapted : checkpoint.adapted()) {
      floats(out, adapted);
    }
    out.writeInt(checkpoint.arrays().size());
    for (Map.Entry<String, float[]> array : new TreeMap<>(checkpoint.arrays()).entrySet()) {
      text(out, array.getKey());
      floats(out, array.getValue());
    }
    out.writeInt(checkpoint.notes().size());
    for (Map.Entry<String, String> note : new TreeMap<>(checkpoint.notes()).entrySet()) {
      text(out, note.getKey());
      text(out, note.getValue());
    }
  }

  private static Checkpoint read(DataInputStream in) throws IOException {
    String runId = text(in);
    long runStartSecond = in.readLong();
    long seed = in.readLong();
    String settings = text(in);
    String configHash = text(in);
    int iteration = in.readInt();
    float[] theta = floats(in);
    EnsembleState ensemble = ensemble(in);
    List<float[]> adapted = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      adapted.add(floats(in));
    }
    Map<String, float[]> arrays = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      arrays.put(text(in), floats(in));
    }
    Map<String, String> notes = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      notes.put(text(in), text(in));
    }
    return new Checkpoint(
        runId,
        runStartSecond,
        seed,
        settings,
        configHash,
        iteration,
        theta,
        ensemble,
        adapted,
        arrays,
        notes);
  }

  private static EnsembleState ensemble(DataInputStream in) throws IOException {
    List<Integer> layerSizes = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      layerSizes.add(in.readInt());
    }
    List<ModelState> models = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      models.add(new ModelState(floats(in), floats(in), floats(in), in.readLong()));
    }
    Optional<Normalization> normalization =
        in.readBoolean()
            ? Optional.of(
                new Normalization(
                    floats(in), floats(in), floats(in), floats(in), floats(in), floats(in)))
            : Optional.empty();
    return new EnsembleState(layerSizes, models, normalization);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void floats(DataOutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    out.writeInt(values.length);
    out.write(bytes.array());
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    byte[] bytes = in.readNBytes(Float.BYTES * values.length);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
