package io.mbmpo.controller.record;

import io.mbmpo.controller.mcap.McapWriter;
import io.mbmpo.controller.record.TickRecord.Arrival;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.ros.CdrMessage;
import io.mbmpo.controller.ros.CdrWriter;
import io.mbmpo.controller.ros.RosDefinition;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One file of a recording. It stands alone: it begins with who is recorded, repeats what the
 * controller knew when it began, and has every policy that runs in it attached. The messages of a
 * tick bear its number as sequence and its time as log time.
 */
final class RecordingFile {
  /** Name of the metadata at an orderly end. */
  static final String END = "mbmpo.end";

  static final String SNAPSHOT_MEDIA_TYPE = "application/vnd.mbmpo.policy-snapshot";

  /** A tick's messages, the index of its messages, the summary: generously. */
  private static final int SPARE_BYTES = 128 << 10;

  private static final long DIAGNOSTICS_NANOS = 1_000_000_000L;

  private final McapWriter mcap;
  private final Disk.Output output;
  private final TickMessages messages;
  private final CdrWriter cdr = new CdrWriter();
  private final ByteBuffer payload;
  private final Map<Topic, Integer> channels = new EnumMap<>(Topic.class);
  private final Map<String, Integer> schemas = new HashMap<>();
  private final Set<String> attached = new HashSet<>();
  private long ticks;
  private long lost;
  private long firstNanos;
  private long diagnosedNanos;
  private TickRecord tick;

  RecordingFile(
      Disk.Output output,
      TickMessages messages,
      RecordingSource source,
      Instant wallTime,
      int chunkBytes)
      throws IOException {
    this.output = output;
    this.messages = messages;
    payload = ByteBuffer.allocate(messages.maxBytes());
    mcap = new McapWriter(output, "ros2", "mbmpo", chunkBytes);
    mcap.metadata(RecordingHead.METADATA, RecordingHead.of(source, wallTime).toMap());
  }

  /** Writes a tick. */
  void write(TickRecord record) throws IOException {
    tick = record;
    boolean all = ticks == 0 || record.lostBefore > 0;
    if (ticks == 0) {
      firstNanos = record.nowNanos;
    }
    if (record.lostBefore > 0) {
      messages.forgetEpisode();
    }
    if (record.offer != null) {
      attach(record.offer);
      put(Topic.ROLLOUT, messages.rollout(record), record.nowNanos);
    }
    if (wanted(record.jointsArrival, all)) {
      put(Topic.JOINT_STATES, messages.joints(record), record.joints.stampNanos);
    }
    if (wanted(record.imuArrival, all)) {
      put(Topic.IMU, messages.imu(record), record.imu.stampNanos);
    }
    if (wanted(record.odometryArrival, all)) {
      put(Topic.ODOMETRY, messages.odometry(record), record.odometry.stampNanos);
      put(Topic.TRANSFORM, messages.transform(record), record.odometry.stampNanos);
    }
    if (wanted(record.operatorArrival, all)) {
      put(Topic.OPERATOR, messages.operator(record), record.operator.stampNanos);
    }
    if (record.policyStep != TickRecord.NO_STEP) {
      put(Topic.POLICY, messages.policyStep(record), record.nowNanos);
    }
    if (record.sent > 0) {
      put(Topic.COMMAND, messages.command(record), record.command.stampNanos);
      put(Topic.POSITION_COMMANDS, messages.positions(record), record.command.stampNanos);
    }
    boolean due = record.nowNanos - diagnosedNanos >= DIAGNOSTICS_NANOS;
    if (messages.statusChanged(record) || due || ticks == 0) {
      put(Topic.DIAGNOSTICS, messages.diagnostics(record), record.nowNanos);
      diagnosedNanos = record.nowNanos;
    }
    put(Topic.TICK, messages.tick(record), record.nowNanos);
    ticks++;
    lost += record.lostBefore;
  }

  private static boolean wanted(Arrival arrival, boolean all) {
    return arrival == Arrival.NOW || (all && arrival == Arrival.BEFORE);
  }

  private void attach(PreparedRollout rollout) throws IOException {
    String name = attachmentName(rollout);
    if (rollout.snapshot() != null && attached.add(name)) {
      byte[] snapshot = WireCodec.encode(rollout.snapshot());
      mcap.attachment(logTime(tick.nowNanos), name, SNAPSHOT_MEDIA_TYPE, snapshot);
    }
  }

  private static String attachmentName(PreparedRollout rollout) {
    return attachmentName(rollout.snapshotVersion(), TickMessages.hex(rollout.snapshotDigest()));
  }

  static String attachmentName(long version, String digest) {
    return "snapshot-" + version + "-" + digest + ".pb";
  }

  private void put(Topic topic, CdrMessage message, long stampNanos) throws IOException {
    Integer channel = channels.get(topic);
    if (channel == null) {
      channel = declare(topic, message.rosName());
    }
    cdr.write(message, payload);
    mcap.message(channel, tick.tick, logTime(tick.nowNanos), logTime(stampNanos), payload);
  }

  private long logTime(long nanos) {
    return Math.max(0, messages.shown(nanos));
  }

  private int declare(Topic topic, String type) {
    int schema =
        schemas.computeIfAbsent(
            type, name -> mcap.schema(name, RosDefinition.ENCODING, RosDefinition.of(name)));
    int channel = mcap.channel(schema, topic.text(), "cdr");
    channels.put(topic, channel);
    return channel;
  }

  /** Most bytes that the file will have if this tick is written and the file then closed. */
  long sizeWith(TickRecord record) {
    long attachment =
        record.offer == null || record.offer.snapshot() == null
            ? 0
            : (long) Float.BYTES * record.offer.snapshot().parameters().length;
    return size() + attachment + SPARE_BYTES;
  }

  /** Bytes so far, as if what is gathered were not compressed. */
  long size() {
    return mcap.written() + mcap.gathered();
  }

  /** Controller time from the first tick to this one, s. */
  double secondsTo(TickRecord record) {
    return (record.nowNanos - firstNanos) * 1e-9;
  }

  /** Whether there is something that {@link #flush} would write. */
  boolean gathered() {
    return mcap.gathered() > 0;
  }

  /** Writes out what is gathered. */
  void flush() throws IOException {
    mcap.flush();
  }

  /** What was written survives a power cut. */
  void sync() throws IOException {
    output.sync();
  }

  /** Ends the file in order; should that fail, it is to be abandoned. */
  void close() throws IOException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("ticks", Long.toString(ticks));
    about.put("lost", Long.toString(lost));
    mcap.flush();
    mcap.metadata(END, about);
    mcap.finish();
    output.close();
  }

  /** After an error: leaves what is whole. */
  void abandon() throws IOException {
    try (output) {
      output.cut(mcap.written());
    }
  }
}
