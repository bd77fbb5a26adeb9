package io.mbmpo.controller.ros;

import java.util.List;
import java.util.SplittableRandom;

/** Messages to encode: those of {@code peer golden}, and random ones. */
final class Samples {
  private Samples() {}

  /** An empty message of each type. */
  static List<RosMessage> empty() {
    return List.of(
        new JointStateMessage(),
        new ImuMessage(),
        new OdometryMessage(),
        new JoyMessage(),
        new BatteryStateMessage(),
        new BoolMessage(),
        new StringMessage(),
        new Float64MultiArrayMessage(),
        new DiagnosticArrayMessage());
  }

  static RosMessage empty(RosType type) {
    return empty().stream().filter(m -> m.type() == type).findAny().orElseThrow();
  }

  /** The same fields as in {@code golden()} of peer.c. */
  static RosMessage golden(RosType type) {
    return switch (type) {
      case JOINT_STATE -> joints();
      case IMU -> imu();
      case ODOMETRY -> odometry();
      case JOY -> joy();
      case BATTERY_STATE -> battery();
      case BOOL -> {
        BoolMessage bool = new BoolMessage();
        bool.data = true;
        yield bool;
      }
      case STRING -> {
        StringMessage string = new StringMessage();
        string.data.set("mode: RUN µ");
        yield string;
      }
      case FLOAT64_MULTI_ARRAY -> array();
      case DIAGNOSTIC_ARRAY -> diagnostics();
    };
  }

  private static JointStateMessage joints() {
    JointStateMessage m = new JointStateMessage();
    header(m.header);
    set(m.name, "left", "right_knee", "");
    set(m.position, 0.5, -1.25, 3e-9);
    set(m.velocity, 1, 2, 3);
    return m;
  }

  private static ImuMessage imu() {
    ImuMessage m = new ImuMessage();
    header(m.header);
    set(m.orientation, 0.1, 0.2, 0.3, 0.9);
    set(m.angularVelocity, 1, 2, 3);
    set(m.linearAcceleration, 4, 5, 9.81);
    countUp(m.orientationCovariance, 10);
    countUp(m.angularVelocityCovariance, 20);
    countUp(m.linearAccelerationCovariance, 30);
    return m;
  }

  private static OdometryMessage odometry() {
    OdometryMessage m = new OdometryMessage();
    header(m.header);
    m.childFrameId.set("trunk");
    set(m.position, 1, 2, 0.3);
    set(m.orientation, 0, 0, 0.6, 0.8);
    set(m.linearVelocity, 0.5, 0, -0.1);
    set(m.angularVelocity, 0, 0, 0.25);
    countUp(m.poseCovariance, 100);
    countUp(m.twistCovariance, 200);
    return m;
  }

  private static JoyMessage joy() {
    JoyMessage m = new JoyMessage();
    header(m.header);
    m.axisCount = 3;
    m.axes[0] = -1;
    m.axes[1] = 0.5f;
    m.axes[2] = 0.25f;
    m.buttonCount = 2;
    m.buttons[1] = 1;
    return m;
  }

  private static BatteryStateMessage battery() {
    BatteryStateMessage m = new BatteryStateMessage();
    header(m.header);
    m.voltage = 25.2f;
    m.temperature = 31.5f;
    m.current = -4.25f;
    m.charge = 3.5f;
    m.capacity = 6;
    m.designCapacity = 6.5f;
    m.percentage = 0.58f;
    m.powerSupplyStatus = 2;
    m.powerSupplyHealth = 1;
    m.powerSupplyTechnology = 3;
    m.present = true;
    m.cellVoltage.set(new float[] {4.2f, 4.19f});
    m.cellTemperature.set(new float[] {31});
    m.location.set("slot 1");
    m.serialNumber.set("");
    return m;
  }

  private static Float64MultiArrayMessage array() {
    Float64MultiArrayMessage m = new Float64MultiArrayMessage();
    set(m.labels, "joint", "");
    m.sizes[0] = 2;
    m.strides[0] = 2;
    m.sizes[1] = 1;
    m.strides[1] = 1;
    m.dataOffset = 7;
    set(m.data, 0.75, -0.75);
    return m;
  }

  private static DiagnosticArrayMessage diagnostics() {
    DiagnosticArrayMessage m = new DiagnosticArrayMessage();
    header(m.header);
    m.statusCount = 2;
    DiagnosticArrayMessage.Status first = m.statuses[0];
    first.level = DiagnosticArrayMessage.Status.WARN;
    first.name.set("mbmpo: loop");
    first.message.set("late");
    first.hardwareId.set("go1");
    set(first.keys, "ticks", "mode");
    set(first.values, "12", "RUN");
    m.statuses[1].name.set("x");
    return m;
  }

  private static void header(Header header) {
    header.stamp(1_700_000_000_123_456_789L);
    header.frameId.set("base_link");
  }

  static void set(Texts texts, String... values) {
    texts.length = values.length;
    for (int i = 0; i < values.length; i++) {
      texts.values[i].set(values[i]);
    }
  }

  static void set(Doubles doubles, double... values) {
    doubles.length = values.length;
    System.arraycopy(values, 0, doubles.values, 0, values.length);
  }

  private static void set(double[] into, double... values) {
    System.arraycopy(values, 0, into, 0, into.length);
  }

  private static void countUp(double[] into, double first) {
    for (int i = 0; i < into.length; i++) {
      into[i] = first + i;
    }
  }

  /** Fills every field with anything, up to what there is room for. */
  static void fill(RosMessage message, SplittableRandom random) {
    if (message instanceof JointStateMessage m) {
      fill(m.header, random);
      fill(m.name, random);
      fill(m.position, random);
      fill(m.velocity, random);
      fill(m.effort, random);
    } else if (message instanceof ImuMessage m) {
      fill(m.header, random);
      fill(random, m.orientation, m.orientationCovariance, m.angularVelocity);
      fill(random, m.angularVelocityCovariance, m.linearAcceleration);
      fill(random, m.linearAccelerationCovariance);
    } else if (message instanceof OdometryMessage m) {
      fill(m.header, random);
      fill(m.childFrameId, random);
      fill(random, m.position, m.orientation, m.poseCovariance);
      fill(random, m.linearVelocity, m.angularVelocity, m.twistCovariance);
    } else if (message instanceof JoyMessage m) {
      fill(m.header, random);
      m.axisCount = random.nextInt(JoyMessage.MOST + 1);
      m.buttonCount = random.nextInt(JoyMessage.MOST + 1);
      for (int i = 0; i < JoyMessage.MOST; i++) {
        m.axes[i] = (float) random.nextDouble();
        m.buttons[i] = random.nextInt();
      }
    } else if (message instanceof BatteryStateMessage m) {
      fill(m.header, random);
      m.voltage = (float) random.nextDouble();
      m.temperature = (float) random.nextDouble();
      m.current = (float) random.nextDouble();
      m.charge = (float) random.nextDouble();
      m.capacity = (float) random.nextDouble();
      m.designCapacity = (float) random.nextDouble();
      m.percentage = (float) random.nextDouble();
      m.powerSupplyStatus = random.nextInt(256);
      m.powerSupplyHealth = random.nextInt(256);
      m.powerSupplyTechnology = random.nextInt(256);
      m.present = random.nextBoolean();
      fill(m.cellVoltage, random);
      fill(m.cellTemperature, random);
      fill(m.location, random);
      fill(m.serialNumber, random);
    } else if (message instanceof BoolMessage m) {
      m.data = random.nextBoolean();
    } else if (message instanceof StringMessage m) {
      fill(m.data, random);
    } else if (message instanceof Float64MultiArrayMessage m) {
      fill(m.labels, random);
      for (int i = 0; i < m.sizes.length; i++) {
        m.sizes[i] = random.nextInt();
        m.strides[i] = random.nextInt();
      }
      m.dataOffset = random.nextInt();
      fill(m.data, random);
    } else if (message instanceof DiagnosticArrayMessage m) {
      fill(m.header, random);
      m.statusCount = random.nextInt(DiagnosticArrayMessage.MOST_STATUSES + 1);
      for (DiagnosticArrayMessage.Status status : m.statuses) {
        status.level = random.nextInt(256);
        fill(status.name, random);
        fill(status.message, random);
        fill(status.hardwareId, random);
        fill(status.keys, random);
        fill(status.values, random);
        status.values.length = status.keys.length;
      }
    }
  }

  private static void fill(Header header, SplittableRandom random) {
    header.stampS = random.nextInt();
    header.stampNanos = random.nextInt();
    fill(header.frameId, random);
  }

  private static void fill(Text text, SplittableRandom random) {
    text.length = random.nextInt(text.bytes.length + 1);
    for (int i = 0; i < text.length; i++) {
      text.bytes[i] = (byte) (1 + random.nextInt(255));
    }
  }

  private static void fill(Texts texts, SplittableRandom random) {
    texts.length = random.nextInt(texts.values.length + 1);
    for (Text text : texts.values) {
      fill(text, random);
    }
  }

  private static void fill(Doubles doubles, SplittableRandom random) {
    doubles.length = random.nextInt(doubles.values.length + 1);
    fill(random, doubles.values);
  }

  private static void fill(Floats floats, SplittableRandom random) {
    floats.length = random.nextInt(floats.values.length + 1);
    for (int i = 0; i < floats.values.length; i++) {
      floats.values[i] = (float) random.nextDouble();
    }
  }

  private static void fill(SplittableRandom random, double[]... arrays) {
    for (double[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        array[i] = Double.longBitsToDouble(random.nextLong());
      }
    }
  }
}
