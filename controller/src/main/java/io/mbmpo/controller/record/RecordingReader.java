package io.mbmpo.controller.record;

import io.mbmpo.controller.mcap.ChannelRecord;
import io.mbmpo.controller.mcap.McapHandler;
import io.mbmpo.controller.mcap.McapReader;
import io.mbmpo.controller.mcap.SchemaRecord;
import io.mbmpo.controller.ros.CdrMessage;
import io.mbmpo.controller.ros.CdrReader;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a recording tick by tick. */
public final class RecordingReader {
  private final Path file;
  private final Map<String, PolicySnapshot> snapshots = new HashMap<>();
  private RecordingHead head;

  /** Ends reading early; carries no message, since nothing is wrong. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  public RecordingReader(Path file) {
    this.file = file;
  }

  /**
   * What the recording says about itself; reads no further than that.
   *
   * @throws RecordingException when it is no recording of a controller
   * @throws io.mbmpo.controller.mcap.McapException when it is no MCAP file, or damaged
   * @throws IOException when it cannot be read
   */
  public RecordingHead head() throws IOException {
    if (head == null) {
      try {
        boolean unused =
            McapReader.read(
                file,
                new McapHandler() {
                  @Override
                  public void metadata(String name, Map<String, String> values) {
                    if (name.equals(RecordingHead.METADATA)) {
                      head = parse(values);
                      throw new Enough();
                    }
                  }
                });
      } catch (Enough e) {
        return head;
      }
      throw new RecordingException(
          file + " is an MCAP file, but no recording of mbmpo (it has no metadata \"mbmpo\")");
    }
    return head;
  }

  private RecordingHead parse(Map<String, String> values) {
    try {
      return RecordingHead.of(values);
    } catch (RecordingException e) {
      throw new RecordingException(file + ": " + e.getMessage());
    }
  }

  /**
   * Reads all ticks, in their order.
   *
   * @return whether the file was closed in order; false when it breaks off after its last whole
   *     chunk
   * @throws RecordingException when a message is not what its topic says
   * @throws io.mbmpo.controller.mcap.McapException when the file is damaged; after all ticks before
   *     that
   * @throws IOException when it cannot be read
   */
  public boolean ticks(Consumer<RecordedTick> each) throws IOException {
    RecordingHead unused = head();
    return McapReader.read(file, new Ticks(each));
  }

  /**
   * The policy of a rollout, among those read so far.
   *
   * @param digest of the signed snapshot, hex
   * @throws RecordingException when the file does not have it
   */
  public PolicySnapshot snapshot(long version, String digest) {
    PolicySnapshot snapshot = snapshots.get(RecordingFile.attachmentName(version, digest));
    if (snapshot == null) {
      throw new RecordingException(file + ": snapshot " + version + " is not attached");
    }
    return snapshot;
  }

  /** Gathers messages into ticks. */
  private final class Ticks implements McapHandler {
    private final Consumer<RecordedTick> each;
    private final RecordedTick tick = new RecordedTick();
    private final CdrReader cdr = new CdrReader();
    private final Map<String, Topic> topics = new HashMap<>();

    Ticks(Consumer<RecordedTick> each) {
      this.each = each;
      for (Topic topic : Topic.values()) {
        topics.put(topic.text(), topic);
      }
    }

    @Override
    public void attachment(String name, String mediaType, byte[] data) {
      if (mediaType.equals(RecordingFile.SNAPSHOT_MEDIA_TYPE)) {
        try {
          snapshots.put(name, WireCodec.decodeSnapshot(data));
        } catch (LinkException e) {
          throw new RecordingException(file + ": attachment " + name + ": " + e.getMessage(), e);
        }
      }
    }

    @Override
    public void message(
        ChannelRecord channel, SchemaRecord schema, long sequence, long logTime, ByteBuffer data) {
      Topic topic = topics.get(channel.topic());
      CdrMessage message = topic == null ? null : message(topic);
      if (message == null) {
        return;
      }
      if (!schema.name().equals(message.rosName())) {
        throw new RecordingException(
            file + ": " + channel.topic() + " is " + schema.name() + ", not " + message.rosName());
      }
      if (!cdr.begin(data, data.remaining()).read(message)) {
        throw new RecordingException(
            file + ": tick " + sequence + ", " + channel.topic() + ": " + cdr.refusal().sentence());
      }
      tick.present.add(topic);
      if (topic == Topic.TICK) {
        each.accept(tick);
        tick.present.clear();
      }
    }

    private CdrMessage message(Topic topic) {
      return switch (topic) {
        case JOINT_STATES -> tick.joints;
        case IMU -> tick.imu;
        case ODOMETRY -> tick.odometry;
        case OPERATOR -> tick.operator;
        case ROLLOUT -> tick.rollout;
        case POLICY -> tick.policy;
        case COMMAND -> tick.command;
        case TICK -> tick.tick;
        case TRANSFORM, POSITION_COMMANDS, DIAGNOSTICS -> null; // for people
      };
    }
  }
}
