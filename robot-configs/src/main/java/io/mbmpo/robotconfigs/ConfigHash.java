package io.mbmpo.robotconfigs;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over what a configuration means, not over how its files are written: name, joints, URDF
 * links and joints, control, stand-up, safety and task, every record as its component names and
 * values in order, doubles as their 64 bits (−0 as 0). Comments, layout, the order of YAML keys and
 * visuals do not change it; any number does.
 *
 * <p>Left out: {@code description}; {@code simulation}, because noise and friction of one simulator
 * are no property of the robot: a policy learned with noise off must load with noise on; {@code
 * onboard} and {@code ros2}, which change no observation and no action; and {@code estimator},
 * because an estimate means what odometry means: a policy learned with the one must load with the
 * other.
 */
final class ConfigHash {
  private static final String VERSION = "mbmpo robot config 1";

  private ConfigHash() {}

  static String of(RobotConfig config) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(VERSION);
      out.writeUTF(config.name());
      write(out, config.joints());
      write(out, config.model());
      write(out, config.control());
      write(out, config.standUp());
      write(out, config.safety());
      write(out, config.task());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Double number) {
      out.writeByte('d');
      out.writeLong(Double.doubleToLongBits(number + 0.0)); // −0 + 0 = 0
    } else if (value instanceof Integer number) {
      out.writeByte('i');
      out.writeInt(number);
    } else if (value instanceof String text) {
      out.writeByte('s');
      out.writeUTF(text);
    } else if (value instanceof Enum<?> constant) {
      out.writeByte('e');
      out.writeUTF(constant.name());
    } else if (value instanceof List<?> list) {
      out.writeByte('l');
      out.writeInt(list.size());
      for (Object item : list) {
        write(out, item);
      }
    } else if (value instanceof Record) {
      writeRecord(out, value);
    } else {
      throw new IllegalStateException("no canonical form for " + value.getClass());
    }
  }

  private static void writeRecord(DataOutputStream out, Object value) throws IOException {
    out.writeByte('r');
    out.writeUTF(value.getClass().getSimpleName());
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      out.writeUTF(component.getName());
      try {
        write(out, component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
